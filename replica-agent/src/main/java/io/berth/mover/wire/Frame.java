package io.berth.mover.wire;

import io.berth.mover.Root;

/** One message of the protocol; {@link Frames} knows its bytes. */
sealed interface Frame {
    /** First, from the source. */
    record Greeting(Hello hello) implements Frame {}

    /**
     * The target takes the cycle.
     *
     * @param resumeAt the first block that it wants
     */
    record Accept(long resumeAt) implements Frame {}

    /** The target does not take the cycle. */
    record Refuse(Refusal refusal) implements Frame {}

    /** Blocks of the image. */
    record Blocks(Batch batch) implements Frame {}

    /**
     * The source asks the target to make safe what came so far.
     *
     * @param next the block behind the last one sent
     */
    record Checkpoint(long next) implements Frame {}

    /**
     * The target has made it safe.
     *
     * @param next the first block that would be wanted after a break
     */
    record Kept(long next) implements Frame {}

    /**
     * All blocks were sent.
     *
     * @param root that the image must have with them
     */
    record End(Root root) implements Frame {}

    /** The target has made a recovery point; also the answer to a cycle that it has already. */
    record Committed(Root root) implements Frame {}

    /** The transfer is over without a recovery point. */
    record Failed(Failure failure) implements Frame {}
}
