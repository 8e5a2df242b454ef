package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;

/**
 * The target holds a new recovery point.
 *
 * @param pointAt the moment the cycle was ordered, by the database's clock: the copy holds at least
 *     everything that the VM wrote before
 * @param bytes sent over the link
 * @param took as the source measured it
 */
@EventType("io.berth.replica.cycle-completed.v1")
public record CycleCompleted(
        RelationshipId relationship,
        VmId vm,
        CycleNumber cycle,
        CycleKind kind,
        HostId source,
        HostId target,
        Instant pointAt,
        long bytes,
        Duration took)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CycleCompleted {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("cycle", cycle);
        Require.present("kind", kind);
        Require.present("source", source);
        Require.present("target", target);
        Require.present("pointAt", pointAt);
        Require.range("bytes", bytes, 0, Long.MAX_VALUE);
        Require.notNegative("took", took);
    }
}
