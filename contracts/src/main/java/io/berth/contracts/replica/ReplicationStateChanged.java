package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/** A relationship is in another state. */
@EventType("io.berth.replica.replication-state-changed.v1")
public record ReplicationStateChanged(
        RelationshipId relationship,
        VmId vm,
        ReplicationState from,
        ReplicationState to,
        StateCause cause)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReplicationStateChanged {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("from", from);
        Require.present("to", to);
        Require.present("cause", cause);
    }
}
