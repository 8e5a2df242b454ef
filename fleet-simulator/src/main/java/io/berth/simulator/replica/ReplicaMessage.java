package io.berth.simulator.replica;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the data movers of two hosts say to one another about one cycle. The network may lose any of
 * it; nothing is said twice, and the source gives up when no answer comes.
 */
public sealed interface ReplicaMessage {
    /** Whose cycle. */
    RelationshipId relationship();

    /** Which one. */
    CycleNumber cycle();

    /** The source would like to send; answered by {@code Accepted} or {@code Declined}. */
    record Offer(RelationshipId relationship, VmId vm, CycleNumber cycle, CycleKind kind)
            implements ReplicaMessage {}

    /**
     * The target will take it.
     *
     * @param heldPoint of the copy that the changes are added to; absent when all is to be sent
     */
    record Accepted(RelationshipId relationship, CycleNumber cycle, @Nullable Instant heldPoint)
            implements ReplicaMessage {}

    /** Everything is sent: keep it; answered by {@code Confirmed} or {@code Declined}. */
    record Written(RelationshipId relationship, CycleNumber cycle, Instant pointAt)
            implements ReplicaMessage {}

    /** It is on the target's disk. */
    record Confirmed(RelationshipId relationship, CycleNumber cycle) implements ReplicaMessage {}

    /** The target does not take it, or does not keep what was sent. */
    record Declined(
            RelationshipId relationship, CycleNumber cycle, DeclineReason reason, String detail)
            implements ReplicaMessage {}

    /** Why a target does not take a copy. */
    enum DeclineReason {
        /** It holds no copy that the changes could be added to. */
        LACKS_COPY,
        /** It holds or takes a later cycle. */
        SUPERSEDED,
        /** It holds as many copies as it can. */
        FULL,
        /** It knows of no offer: it was restarted meanwhile, or told to drop the copy. */
        NOT_EXPECTED
    }
}
