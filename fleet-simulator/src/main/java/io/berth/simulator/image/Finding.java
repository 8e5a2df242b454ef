package io.berth.simulator.image;

import java.util.List;

/** What an image turned out to be. */
public sealed interface Finding {
    /** Every byte is what the guest has written, up to the newest write and no further. */
    record Sound(Superblock superblock) implements Finding {}

    /**
     * Blocks are not what the superblock says.
     *
     * @param wrong the first of them, {@value #MOST} at most
     * @param count how many there are
     */
    record Damaged(Superblock superblock, List<Wrong> wrong, long count) implements Finding {
        static final int MOST = 100;
    }

    /** It cannot be said what it should be. */
    record Unreadable(String why) implements Finding {}

    /**
     * A block that is not what it should be.
     *
     * @param block from 0
     * @param expected number of the write that should be there; 0: none
     * @param found number of the write that is there; 0: none, or none that a guest made
     */
    record Wrong(long block, Kind kind, long expected, long found) {}

    /** In which way a block is wrong. */
    enum Kind {
        /** An earlier write of the same place, or none: the last one is missing. */
        OLDER,
        /** A write after the newest, or of a generation that this image does not have. */
        LATER,
        /** A write that belongs to another place. */
        MISPLACED,
        /** No guest has written this. */
        DAMAGED
    }
}
