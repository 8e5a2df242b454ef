package io.berth.simulator.image;

import io.berth.contracts.ids.VmId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an image turned out to be. */
public sealed interface Finding {
    /** Every byte is what the guest has written, up to the newest write and no further. */
    record Sound(Superblock superblock) implements Finding {}

    /** What is wrong with it as the disk of this VM, for people; absent when nothing is. */
    default @Nullable String troubleOf(VmId vm) {
        return switch (this) {
            case Sound(Superblock superblock) ->
                    superblock.vm().equals(vm) ? null : "it is the disk of " + superblock.vm();
            case Damaged(Superblock superblock, List<Wrong> wrong, long count) ->
                    "%d of %d blocks are not what the guest wrote; the first is block %d"
                            .formatted(count, superblock.blocks(), wrong.getFirst().block());
            case Unreadable(String why) -> why;
        };
    }

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
