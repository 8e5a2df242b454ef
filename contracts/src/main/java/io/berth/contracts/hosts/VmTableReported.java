package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.VmObservation;
import java.time.Instant;
import java.util.List;

/**
 * All VMs that a host holds, running or not.
 *
 * @param fenced whether the agent holds no valid lease, so that it runs no highly available VM and
 *     needs a grant
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.vm-table-reported.v1")
public record VmTableReported(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        boolean fenced,
        Trigger trigger,
        List<VmObservation> vms,
        Instant observedAt)
        implements HostReport {
    /** What made the agent send its table. */
    public enum Trigger {
        /**
         * The agent has started; it holds no grant. Repeated every few seconds until it gets one.
         */
        STARTED,
        /**
         * The broker has acknowledged the first beat that carries a new tenure, so the grant is in
         * force. Placement gives the host VMs only from here on: a later death is then always
         * declared for this tenure or a higher one.
         */
        TENURE_OPENED,
        /** It reaches the broker again after it could not. */
        RECONNECTED,
        /** Its lease ran out: it has stopped its highly available VMs. */
        FENCED_ITSELF,
        /** It was asked to. */
        REQUESTED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmTableReported {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("trigger", trigger);
        vms = Require.list("vms", vms, HostBeat.MAX_VMS);
        Require.present("observedAt", observedAt);
    }
}
