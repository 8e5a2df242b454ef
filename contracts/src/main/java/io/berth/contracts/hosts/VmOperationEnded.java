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
import io.berth.contracts.telemetry.VmPower;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of an {@link OperateVm}.
 *
 * @param epoch as in the command
 * @param power what the VM is on this host now, whatever the outcome; absent where the host does
 *     not hold it at that epoch
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.vm-operation-ended.v1")
public record VmOperationEnded(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        VmId vm,
        Epoch epoch,
        VmAction action,
        Outcome outcome,
        @Nullable VmPower power,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** It is done. */
        DONE,
        /** The agent has seen a higher epoch of this VM. */
        REFUSED_STALE_EPOCH,
        /** The host does not hold this VM at this epoch. */
        REFUSED_NOT_HERE,
        /** The grant in the command is not the one that the agent holds. */
        REFUSED_WRONG_TENURE,
        /** The VM is highly available and the agent holds no valid lease. */
        REFUSED_FENCED,
        /** The VM is not in a state in which this can be done. */
        REFUSED_WRONG_STATE,
        /** Another operation on the VM, its start or its stop is under way. */
        REFUSED_BUSY,
        /** The hypervisor could not. */
        REFUSED_BY_HYPERVISOR,
        /** The VM was stopped before it was done. */
        INTERRUPTED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmOperationEnded {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("action", action);
        Require.present("outcome", outcome);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
