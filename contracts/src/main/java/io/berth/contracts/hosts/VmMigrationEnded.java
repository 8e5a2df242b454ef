package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;

/**
 * What came of a migration, by the host that the VM was to leave.
 *
 * @param command the {@link MigrateVm} that it answers
 * @param epoch as in the command
 * @param took from the arrival of the command
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.vm-migration-ended.v1")
public record VmMigrationEnded(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        VmId vm,
        Epoch epoch,
        Outcome outcome,
        Duration took,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /**
         * The VM does not execute here, and will not at this epoch or a lower one; its state lies
         * at the target.
         */
        HANDED_OVER,
        /** Not begun: the VM does not execute here at this epoch. */
        REFUSED_VM_NOT_HERE,
        /** The target was out of reach or did not take the state; the VM goes on here. */
        FAILED_TARGET_UNREACHABLE,
        /** The hypervisor could not; the VM goes on here. */
        FAILED_BY_HYPERVISOR,
        /** Broken off by order; the VM goes on here. */
        ABORTED,
        /** The VM was stopped here before it had moved. */
        STOPPED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmMigrationEnded {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("outcome", outcome);
        Require.notNegative("took", took);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
