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
     * How many are kept. A lease lasts for seven beats at the default timings, so an
     * acknowledgement of an older one is worth nothing.
     */
    static final int KEPT = 32;

    record SentBeat(long sequence, Tenure tenure, Duration sentAt, boolean withTable) {}

    private final ArrayDeque<SentBeat> beats = new ArrayDeque<>();

    void add(SentBeat beat) {
        beats.addLast(beat);
        if (beats.size() > KEPT) {
            beats.removeFirst();
        }
    }

    Optional<SentBeat> find(long sequence) {
        return beats.stream().filter(beat -> beat.sequence() == sequence).findFirst();
    }
}
