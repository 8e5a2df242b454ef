package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/** A VM is no longer replicated; its copies are deleted. */
@EventType("io.berth.replica.relationship-removed.v1")
public record RelationshipRemoved(RelationshipId relationship, VmId vm, Principal principal)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RelationshipRemoved {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("principal", principal);
    }
}
