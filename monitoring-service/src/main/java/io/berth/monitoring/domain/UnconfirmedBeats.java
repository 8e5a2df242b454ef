package io.berth.monitoring.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * The accepted beats of one host that it has not yet reported as acknowledged, with the log time of
 * their append: a ring, since one beat is in flight at a time and so there are one or two. Both
 * sequences and times rise from the oldest to the newest. Soft state.
 *
 * <p>A host whose acknowledgements stay away fills it up; then the oldest entry is forgotten, which
 * can only make the host's confirmed time older, and so its silence longer.
 */
final class UnconfirmedBeats {
    /** Eight seconds of beats at the usual pace; whatever is older would not end a silence. */
    static final int CAPACITY = 16;

    private static final int MASK = CAPACITY - 1;

    private final long[] sequences = new long[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private int oldest;
    private int size;

    void clear() {
        oldest = 0;
        size = 0;
    }

    void add(long sequence, long at) {
        if (size == CAPACITY) {
            oldest = (oldest + 1) & MASK;
            size--;
        }
        int slot = (oldest + size) & MASK;
        sequences[slot] = sequence;
        times[slot] = at;
        size++;
    }

    /**
     * Takes out all beats up to the acknowledged one.
     *
     * <p>The acknowledged beat itself may be missing, when it arrived after a younger one and was
     * stale. It was appended later than every older accepted beat, so the newest of those gives a
     * time that is certainly not too late.
     *
     * @return when the newest of them was appended, or {@code otherwise} if there are none
     */
    long confirm(long acknowledged, long otherwise) {
        long at = otherwise;
        while (size > 0 && sequences[oldest] <= acknowledged) {
            at = times[oldest];
            oldest = (oldest + 1) & MASK;
            size--;
        }
        return at;
    }

    List<FoldSnapshot.Appended> snapshot() {
        List<FoldSnapshot.Appended> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int slot = (oldest + i) & MASK;
            entries.add(new FoldSnapshot.Appended(sequences[slot], times[slot]));
        }
        return entries;
    }
}
