package io.berth.simulator.replica;

import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import java.time.Duration;

/** Everything that a data mover asks of the world around it, to be done in the order given. */
public sealed interface MoverOutput {
    /** Carry a cycle out, and say how it ended with {@link MoverInput.CycleEnded}. */
    record Begin(RunReplicaCycle command) implements MoverOutput {}

    /** Leave off a cycle that was begun; how it ends does not matter any more. */
    record CallOff(RunReplicaCycle command) implements MoverOutput {}

    /**
     * Report what came of a cycle.
     *
     * @param bytes that went over the wire
     * @param took from the order to the end
     * @param detail for people; empty when there is nothing to add
     */
    record Answer(
            RunReplicaCycle command, Outcome outcome, long bytes, Duration took, String detail)
            implements MoverOutput {
        /** The contract carries no longer detail. */
        static final int DETAIL = 512;

        /** Cuts the detail. */
        public Answer {
            detail = cut(detail);
        }
    }

    /** Report once more what was answered before, since the command came once more. */
    record AnswerAgain(Answer answer) implements MoverOutput {}

    /** Carry a promotion out, and say how it ended with {@link MoverInput.PromoteEnded}. */
    record BeginPromotion(PromoteReplica command) implements MoverOutput {}

    /**
     * Report what came of a promotion.
     *
     * @param detail for people; empty when there is nothing to add
     */
    record Promoted(PromoteReplica command, ReplicaPromoted.Outcome outcome, String detail)
            implements MoverOutput {
        /** Cuts the detail. */
        public Promoted {
            detail = cut(detail);
        }
    }

    private static String cut(String detail) {
        return detail.length() > Answer.DETAIL ? detail.substring(0, Answer.DETAIL) : detail;
    }
}
