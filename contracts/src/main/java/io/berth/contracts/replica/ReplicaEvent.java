package io.berth.contracts.replica;

import io.berth.contracts.Event;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/** A record of {@code replica.events}, keyed by VM: a fact about its replication. */
public sealed interface ReplicaEvent extends Event
        permits RelationshipCreated,
                RelationshipChanged,
                RelationshipRemoved,
                ReplicationStateChanged,
                CycleCompleted,
                CycleFailed,
                FailoverBegun,
                FailoverStepTaken,
                FailoverTested {
    /** The relationship that it concerns. */
    RelationshipId relationship();

    /** Its VM. */
    VmId vm();

    @Override
    default String partitionKey() {
        return vm().value();
    }
}
