package io.berth.simulator.mover;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Blocks that are handed out as long as the agent of their host does anything. */
record Gated(BlockSource blocks, Gate gate) implements BlockSource {
    @Override
    public ImageShape shape() {
        return blocks.shape();
    }

    @Override
    public @Nullable Root base() {
        return blocks.base();
    }

    @Override
    public Root root() throws IOException {
        return blocks.root();
    }

    @Override
    public @Nullable Block next(long from) throws IOException {
        gate.pass();
        return blocks.next(from);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }

    /** A cycle that is announced to learn whether the target has it, and not sent. */
    record Silent(BlockSource blocks) implements BlockSource {
        @Override
        public ImageShape shape() {
            return blocks.shape();
        }

        @Override
        public @Nullable Root base() {
            return blocks.base();
        }

        @Override
        public Root root() throws IOException {
            return blocks.root();
        }

        @Override
        public @Nullable Block next(long from) throws IOException {
            throw new IOException("the target does not have it, and it is not sent again");
        }

        @Override
        public void close() throws IOException {
            blocks.close();
        }
    }
}
