package io.berth.mover.copy;

import io.berth.mover.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The copy does not take something; its recovery points are as before. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    RefusedException(Reason reason) {
        super(reason.text());
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Why something was not taken. */
    public sealed interface Reason {
        /** For people. */
        String text();
    }

    /** The blocks are to go over another image than the newest point. */
    public record OtherBase(@Nullable Root given, @Nullable Root newest) implements Reason {
        @Override
        public String text() {
            return "the blocks go over %s and the newest point is %s; scan against that one"
                    .formatted(given, newest);
        }
    }

    /** The image is of blocks of another size than the copy. */
    public record OtherBlocks(int given, int kept) implements Reason {
        @Override
        public String text() {
            return "the copy has blocks of %d bytes, given %d".formatted(kept, given);
        }
    }

    /** With the blocks that came, the copy is not the source's image. */
    public record OtherRoot(Root expected, Root found) implements Reason {
        @Override
        public String text() {
            return "the copy would have root %s, the source has %s; verify the newest point"
                    .formatted(found.hex(), expected.hex());
        }
    }

    /** The disk is full; what was checkpointed is kept, and the cycle can go on. */
    public record NoRoom(String doing) implements Reason {
        @Override
        public String text() {
            return "the disk is full while " + doing;
        }
    }

    /** A block does not follow the one before it, is too long, or beyond the end. */
    public record OutOfPlace(long block, long expectedFrom, long blocks) implements Reason {
        @Override
        public String text() {
            return "block %d of %d does not belong here; the next is %d or higher"
                    .formatted(block, blocks, expectedFrom);
        }
    }

    /** There is no such recovery point, or no longer. */
    public record NoPoint(long number) implements Reason {
        @Override
        public String text() {
            return "there is no recovery point " + number;
        }
    }

    /** The newest point is what the next cycle goes over. */
    public record IsNewest(long number) implements Reason {
        @Override
        public String text() {
            return "point %d is the newest; drop the copy instead".formatted(number);
        }
    }
}
