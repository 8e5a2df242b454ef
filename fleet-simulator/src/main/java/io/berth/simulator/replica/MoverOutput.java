package io.berth.simulator.replica;

import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.util.Map;

/** Everything that a data mover asks of the world around it, to be done in the order given. */
public sealed interface MoverOutput {
    /** Say this to another host; it may be lost. */
    record Send(HostId to, ReplicaMessage message) implements MoverOutput {}

    /** Write the copies that this host now keeps. */
    record Keep(Map<RelationshipId, ReplicaCopy> copies) implements MoverOutput {
        /** Copies the map. */
        public Keep {
            copies = Map.copyOf(copies);
        }
    }

    /**
     * Write the copies that this host now keeps, and say this once they are durable; not at all
     * when the power goes before.
     */
    record KeepThenSend(Map<RelationshipId, ReplicaCopy> copies, Send then) implements MoverOutput {
        /** Copies the map. */
        public KeepThenSend {
            copies = Map.copyOf(copies);
        }
    }

    /**
     * Report what came of a cycle.
     *
     * @param bytes that went over the link
     * @param took from the order to the end
     * @param detail for people; empty when there is nothing to add
     */
    record Answer(
            RunReplicaCycle command, Outcome outcome, long bytes, Duration took, String detail)
            implements MoverOutput {}

    /**
     * Report what came of a promotion.
     *
     * @param detail for people; empty when there is nothing to add
     */
    record Promoted(PromoteReplica command, ReplicaPromoted.Outcome outcome, String detail)
            implements MoverOutput {}

    /** Report once more what was answered before, since the command came once more. */
    record AnswerAgain(Answer answer) implements MoverOutput {}
}
