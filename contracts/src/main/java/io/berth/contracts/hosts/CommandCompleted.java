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
import java.time.Instant;

/**
 * What came of a start, a stop or an adoption.
 *
 * @param epoch as in the command
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.command-completed.v1")
public record CommandCompleted(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        VmId vm,
        Epoch epoch,
        Outcome outcome,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** The VM runs at this epoch. */
        STARTED,
        /** The VM does not run here, and will not at this epoch or a lower one. */
        STOPPED,
        /** Not started: the agent has seen a higher epoch of this VM. */
        REFUSED_STALE_EPOCH,
        /** Not started: the grant in the command is not the one that the agent holds. */
        REFUSED_WRONG_TENURE,
        /** Not started: the agent holds no valid lease. */
        REFUSED_FENCED,
        /** Not started: the hypervisor could not. */
        REFUSED_BY_HYPERVISOR,
        /** Not taken up: the VM does not run here. */
        REFUSED_NOT_HERE
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public CommandCompleted {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("outcome", outcome);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
