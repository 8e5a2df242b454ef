package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * A cycle has ended without a new recovery point.
 *
 * @param detail for people; empty when there is nothing to add
 */
@EventType("io.berth.replica.cycle-failed.v1")
public record CycleFailed(
        RelationshipId relationship,
        VmId vm,
        CycleNumber cycle,
        CycleKind kind,
        HostId source,
        HostId target,
        CycleFailure reason,
        String detail)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CycleFailed {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("cycle", cycle);
        Require.present("kind", kind);
        Require.present("source", source);
        Require.present("target", target);
        Require.present("reason", reason);
        Require.text("detail", detail, 512);
    }
}
