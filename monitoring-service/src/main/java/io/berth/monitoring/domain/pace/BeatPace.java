package io.berth.monitoring.domain.pace;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many beats of each host are looked at within a second, so that one mad agent cannot take the
 * time that the others need. A second is one of whoever stamps the beats: of the broker's
 * timestamps where a log is read, so that the same log lets the same beats pass; of the service's
 * own clock where beats come in by HTTP.
 *
 * <p>The limit is far above what a sane host causes, relayed copies included, because a beat that
 * is dropped renews nothing: of a host over the limit the first beats of each second count, so it
 * stays alive, and is found dead like any other when it falls silent.
 *
 * <p>Soft state: the counts of the present second, and the names of the hosts that have beaten. Not
 * safe for several threads.
 */
public final class BeatPace {
    /** More hosts than this are not told apart any more within a second, and let pass. */
    static final int MAX_HOSTS = 100_000;

    /** Offenders that are remembered, so that each is told once a minute. */
    static final int MAX_TOLD = 1024;

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;

    private final int perSecond;
    private final Map<String, Count> counts = new HashMap<>();
    private final Map<String, Long> told = new LinkedHashMap<>();
    private long second = Long.MIN_VALUE;

    /** How many seconds have begun; one that a step of the clock brings again is another one. */
    private long turn;

    /**
     * @param perSecond beats of one host that pass within a second
     * @throws IllegalArgumentException when that is not at least one
     */
    public BeatPace(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException(
                    "beats per second are " + perSecond + "; at least 1 must pass");
        }
        this.perSecond = perSecond;
    }

    /**
     * How many beats a host has sent in a second; kept from second to second, for its host's sake.
     */
    private static final class Count {
        private long turn;
        private int beats;
    }

    /** Beats of one host that pass within a second. */
    public int perSecond() {
        return perSecond;
    }

    /**
     * Counts a beat of a host, and says whether it passes.
     *
     * @param millis when it was stamped; a step of that clock, forwards or back, starts a new
     *     second
     */
    public boolean admits(String host, long millis) {
        long now = Math.floorDiv(millis, SECOND);
        if (now != second) {
            second = now;
            turn++;
            if (counts.size() == MAX_HOSTS) {
                counts.clear();
            }
        }
        Count count = counts.get(host);
        if (count == null) {
            if (counts.size() == MAX_HOSTS) {
                return true;
            }
            count = new Count();
            count.turn = turn;
            counts.put(host, count);
        } else if (count.turn != turn) {
            count.turn = turn;
            count.beats = 0;
        }
        if (count.beats == perSecond) {
            return false;
        }
        count.beats++;
        return true;
    }

    /** Whether a beat that did not pass is to be told: the first of its host within a minute. */
    public boolean tells(String host, long millis) {
        long now = Math.floorDiv(millis, MINUTE);
        Long last = told.get(host);
        if (last != null && last == now) {
            return false;
        }
        told.remove(host);
        told.put(host, now);
        if (told.size() > MAX_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
