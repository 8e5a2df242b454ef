package io.berth.mover.wire;

import io.berth.mover.Root;
import java.io.IOException;

/** How a transfer ended, for the source. */
public sealed interface Outcome {
    /** What it has cost. */
    Transfer transfer();

    /**
     * The target has a recovery point of this root.
     *
     * @param already it had it before; its answer to an earlier try was lost
     */
    record Committed(Root root, boolean already, Transfer transfer) implements Outcome {}

    /** The target does not take the cycle. */
    record Refused(Refusal refusal, Transfer transfer) implements Outcome {}

    /** The target gave up; it has no recovery point of this cycle. */
    record TargetFailed(Failure failure, Transfer transfer) implements Outcome {}

    /** This host could not read the image. */
    record SourceFailed(IOException cause, Transfer transfer) implements Outcome {}

    /** One of the two does not believe who the other one is. */
    record Distrusted(Distrust reason, String detail, Transfer transfer) implements Outcome {}

    /** All tries broke off. The target may have a recovery point: asking again tells. */
    record Broken(WireException cause, Transfer transfer) implements Outcome {}
}
