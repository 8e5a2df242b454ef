package io.berth.simulator.mover;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Blocks, each of which is handed out only after a check. */
record Gated(BlockSource blocks, Check check) implements BlockSource {
    /** Asked before each block. */
    interface Check {
        /**
         * @throws IOException when no block is to be handed out any more
         */
        void pass() throws IOException;
    }

    /** Blocks that are handed out as long as the agent of their host does anything. */
    static Gated by(Gate gate, BlockSource blocks) {
        return new Gated(blocks, gate::pass);
    }

    /** A cycle that is announced to learn whether the target has it, and not sent. */
    static Gated silent(BlockSource blocks) {
        return new Gated(
                blocks,
                () -> {
                    throw new IOException("the target does not have it, and it is not sent again");
                });
    }

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
        check.pass();
        return blocks.next(from);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
