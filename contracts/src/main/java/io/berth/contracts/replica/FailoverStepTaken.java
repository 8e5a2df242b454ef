package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;

/**
 * A failover has come further, or its end.
 *
 * @param kind of the failover
 * @param step in which it is now
 * @param took since the failover began, by the database's clock; at {@code FAILED_OVER} that is the
 *     recovery time as it was measured
 * @param detail for people; empty when there is nothing to add
 */
@EventType("io.berth.replica.failover-step-taken.v1")
public record FailoverStepTaken(
        RelationshipId relationship,
        VmId vm,
        FailoverKind kind,
        FailoverStep step,
        Duration took,
        String detail)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public FailoverStepTaken {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("kind", kind);
        Require.present("step", step);
        Require.notNegative("took", took);
        Require.text("detail", detail, 512);
    }
}
