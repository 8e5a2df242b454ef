package io.berth.mover;

import java.io.IOException;

/** Takes the blocks of one cycle, at the host that keeps the copy. */
public interface BlockSink extends AutoCloseable {
    /** The first block that is not yet kept here for good; 0 at the beginning. */
    long resumeAt();

    /** Takes a block; blocks come in ascending order from {@link #resumeAt}. */
    void write(Block block) throws IOException;

    /** Makes what was written safe, so that a broken transfer goes on behind it. */
    void checkpoint() throws IOException;

    /**
     * Makes a recovery point of the copy with these blocks.
     *
     * @param expected the root that the source has
     * @throws IOException when the copy has another root, among others; the recovery points that
     *     there were are as before
     */
    void commit(Root expected) throws IOException;

    /** Lets go of the cycle; what was checkpointed is kept for another try of it. */
    @Override
    void close() throws IOException;
}
