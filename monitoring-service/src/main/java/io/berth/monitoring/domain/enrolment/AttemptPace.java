package io.berth.monitoring.domain.enrolment;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many attempts to enrol are looked at: of one source so many failed ones within a minute, of
 * all together so many within a second. Join tokens cannot be guessed; this keeps those who try
 * from using up the database and the log. Whoever has a good token is slowed down by the sum alone.
 *
 * <p>Soft state: counts of the present minute and second. Not safe for several threads.
 */
public final class AttemptPace {
    /** Sources that are told apart within a minute; all further ones count as one. */
    static final int MAX_SOURCES = 10_000;

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final String OTHERS = "";

    private final int failuresPerMinute;
    private final int perSecond;
    private final Map<String, Integer> failures = new HashMap<>();
    private long minute = Long.MIN_VALUE;
    private long second = Long.MIN_VALUE;
    private int attempts;

    /**
     * @throws IllegalArgumentException when either is not at least one
     */
    public AttemptPace(int failuresPerMinute, int perSecond) {
        if (failuresPerMinute < 1 || perSecond < 1) {
            throw new IllegalArgumentException(
                    "failures per minute are %d and attempts per second %d; at least 1 must pass"
                            .formatted(failuresPerMinute, perSecond));
        }
        this.failuresPerMinute = failuresPerMinute;
        this.perSecond = perSecond;
    }

    /**
     * Counts an attempt.
     *
     * @param millis now, by any clock; a step of it starts new counts
     * @return how long to wait; empty when the attempt is looked at
     */
    public Optional<Duration> attempt(String source, long millis) {
        move(millis);
        if (failures.getOrDefault(bucket(source), 0) >= failuresPerMinute) {
            return Optional.of(Duration.ofMillis(MINUTE - Math.floorMod(millis, MINUTE)));
        }
        if (attempts >= perSecond) {
            return Optional.of(Duration.ofMillis(SECOND));
        }
        attempts++;
        return Optional.empty();
    }

    /** Counts an attempt that has failed. */
    public void failed(String source, long millis) {
        move(millis);
        failures.merge(bucket(source), 1, Integer::sum);
    }

    private String bucket(String source) {
        return failures.containsKey(source) || failures.size() < MAX_SOURCES ? source : OTHERS;
    }

    private void move(long millis) {
        if (Math.floorDiv(millis, MINUTE) != minute) {
            minute = Math.floorDiv(millis, MINUTE);
            failures.clear();
        }
        if (Math.floorDiv(millis, SECOND) != second) {
            second = Math.floorDiv(millis, SECOND);
            attempts = 0;
        }
    }
}
