package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has begun to move a VM to its replica.
 *
 * @param source where it ran last
 * @param target holds the copy
 * @param point the cycle whose copy it goes on from; absent where that is still to be made, since
 *     the failover is planned
 * @param accepted what may be lost at most, as was accepted; zero for a planned one
 */
@EventType("io.berth.replica.failover-begun.v1")
public record FailoverBegun(
        RelationshipId relationship,
        VmId vm,
        FailoverKind kind,
        HostId source,
        HostId target,
        @Nullable CycleNumber point,
        Duration accepted,
        Principal principal)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public FailoverBegun {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("kind", kind);
        Require.present("source", source);
        Require.present("target", target);
        Require.notNegative("accepted", accepted);
        Require.present("principal", principal);
    }
}
