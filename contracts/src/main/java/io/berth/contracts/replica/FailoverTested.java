package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * It was tried whether a VM boots from its replica: the evidence for it, or against it. Each test
 * is told once, with what was known first.
 *
 * @param test which one
 * @param host holds the copies
 * @param point the cycle that made the recovery point
 * @param pointAt the order of that cycle, by the database's clock
 * @param bootTook as the host has measured it; present with {@code BOOTED} alone
 * @param detail for people; empty when there is nothing to add
 * @param principal who asked for it
 */
@EventType("io.berth.replica.failover-tested.v1")
public record FailoverTested(
        RelationshipId relationship,
        VmId vm,
        CommandId test,
        HostId host,
        CycleNumber point,
        Instant pointAt,
        TestOutcome outcome,
        @Nullable Duration bootTook,
        String detail,
        Principal principal)
        implements ReplicaEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public FailoverTested {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("test", test);
        Require.present("host", host);
        Require.present("point", point);
        Require.present("pointAt", pointAt);
        Require.present("outcome", outcome);
        if (bootTook != null) {
            Require.notNegative("bootTook", bootTook);
        }
        Require.text("detail", detail, 512);
        Require.present("principal", principal);
    }
}
