package io.berth.simulator.agent;

import io.berth.contracts.ids.Tenure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The last beats sent, by sequence: an acknowledgement is worth a lease from the moment its beat
 * was sent, so that moment is kept here and never taken from the acknowledgement.
 */
final class SentBeats {
    /**
     * How many are kept. The longest lease lasts for 120 beats at the default timings, so an
     * acknowledgement of an older one is worth nothing.
     */
    static final int KEPT = 128;

    /**
     * @param wanted the length of lease that was wanted when it was sent
     */
    record SentBeat(
            long sequence, Tenure tenure, Duration sentAt, boolean withTable, Duration wanted) {}

    private final ArrayDeque<SentBeat> beats = new ArrayDeque<>();

    void add(SentBeat beat) {
        beats.addLast(beat);
        if (beats.size() > KEPT) {
            beats.removeFirst();
        }
    }

    Optional<SentBeat> find(long sequence) {
        return beats.reversed().stream().filter(beat -> beat.sequence() == sequence).findFirst();
    }

    /**
     * How long a lease the acknowledgement of a beat is worth: the shortest that was wanted when it
     * or a later one was sent, for the broker may have appended any of those before it.
     *
     * @param wantedNow what is wanted by now
     */
    Duration worth(SentBeat acknowledged, Duration wantedNow) {
        Duration worth = wantedNow;
        for (SentBeat beat : beats.reversed()) {
            if (beat.sequence() < acknowledged.sequence()) {
                break;
            }
            worth = beat.wanted().compareTo(worth) < 0 ? beat.wanted() : worth;
        }
        return worth;
    }
}
