package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.VmObservation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All VMs that a host holds, running or not. One at {@link Epoch#NONE} runs there without having
 * been ordered to: somebody started it at the hypervisor itself.
 *
 * @param fenced whether the agent holds no valid lease, so that it runs no highly available VM and
 *     needs a grant
 * @param unmanaged what is known of those of the VMs that run outside of Berth; absent when the
 *     host says nothing of them
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
        @Nullable List<UnmanagedVm> unmanaged,
        Instant observedAt)
        implements HostReport {
    /**
     * Most VMs outside of Berth that are described: with the longest names the record still fits.
     */
    public static final int MAX_UNMANAGED = 256;

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
        REQUESTED,
        /** A VM that nobody ordered there has appeared, or runs no longer. */
        UNMANAGED_CHANGED
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
        unmanaged = unmanaged == null ? null : Require.list("unmanaged", unmanaged, MAX_UNMANAGED);
        Require.present("observedAt", observedAt);
    }

    /** Of a host that says nothing of VMs outside of Berth. */
    public VmTableReported(
            HostId host,
            DomainId domain,
            BootId boot,
            Tenure tenure,
            boolean fenced,
            Trigger trigger,
            List<VmObservation> vms,
            Instant observedAt) {
        this(host, domain, boot, tenure, fenced, trigger, vms, null, observedAt);
    }
}
