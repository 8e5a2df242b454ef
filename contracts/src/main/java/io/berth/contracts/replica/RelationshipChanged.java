package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * The settings of a relationship are others from now on.
 *
 * @param settings all of them, as they are now
 */
@EventType("io.berth.replica.relationship-changed.v1")
public record RelationshipChanged(
        RelationshipId relationship, VmId vm, RelationshipSettings settings, Principal principal)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RelationshipChanged {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("settings", settings);
        Require.present("principal", principal);
    }
}
