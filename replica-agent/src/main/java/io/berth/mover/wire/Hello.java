package io.berth.mover.wire;

import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import org.jspecify.annotations.Nullable;

/**
 * What a source says first.
 *
 * @param shape of the image after this cycle
 * @param base the root of the copy that the blocks are written over; absent for a first copy
 */
public record Hello(Cycle cycle, ImageShape shape, @Nullable Root base) {
    /** Announces what a source holds. */
    static Hello of(Cycle cycle, BlockSource source) {
        return new Hello(cycle, source.shape(), source.base());
    }

    /** Whether nothing is presumed at the target. */
    public boolean first() {
        return base == null;
    }
}
