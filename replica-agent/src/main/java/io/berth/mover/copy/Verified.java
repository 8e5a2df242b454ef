package io.berth.mover.copy;

import java.util.List;

/** What a full reading of a recovery point found. */
public sealed interface Verified {
    /** Every byte is as it came in. */
    record Sound(Point point) implements Verified {}

    /**
     * Some blocks are not; the point must not be started.
     *
     * @param blocks the first of them, {@value #MOST} at most
     * @param count how many there are
     */
    record Damaged(Point point, List<Long> blocks, long count) implements Verified {
        static final int MOST = 1000;
    }
}
