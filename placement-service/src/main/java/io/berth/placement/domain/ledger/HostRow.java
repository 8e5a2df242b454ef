package io.berth.placement.domain.ledger;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.vm.Demand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What placement knows of a host's life and of the grants it gave to it. Hard state: kept in the
 * database and never changed but by a decision.
 *
 * @param boot the life of the agent to which the tenure was granted; absent before its first report
 * @param tenure the highest tenure granted; {@link Tenure#NONE} before the first
 * @param tenureOpen whether the agent has reported that this tenure is in force
 * @param ended the highest tenure known to be over, by failure, reboot or self-fencing: it is never
 *     granted again, so that a late word of an old death cannot touch a later term
 * @param unmanaged the VMs that it said to run outside of Berth; they take room on it
 * @param evacuated whether an evacuation keeps new VMs away from it; those that were there before
 *     may still return
 * @param quarantined whether the monitor keeps new VMs away from it, because it fails again and
 *     again
 */
public record HostRow(
        HostId host,
        HostStatus status,
        @Nullable BootId boot,
        Tenure tenure,
        boolean tenureOpen,
        Tenure ended,
        List<UnmanagedVm> unmanaged,
        boolean evacuated,
        boolean quarantined) {
    private static final int USUAL_CPU_PERCENT = 50;

    /**
     * @throws IllegalArgumentException when a part is missing, or a tenure that is over is open
     */
    public HostRow {
        Require.present("host", host);
        Require.present("status", status);
        Require.present("tenure", tenure);
        Require.present("ended", ended);
        unmanaged = Require.list("unmanaged", unmanaged, VmTableReported.MAX_UNMANAGED);
        if (tenureOpen && tenure.compareTo(ended) <= 0) {
            throw new IllegalArgumentException(
                    "host " + host + ": tenure " + tenure + " is open though " + ended + " ended");
        }
    }

    /** Of a host that runs nothing outside of Berth and from which nobody keeps VMs away. */
    public HostRow(
            HostId host,
            HostStatus status,
            @Nullable BootId boot,
            Tenure tenure,
            boolean tenureOpen,
            Tenure ended) {
        this(host, status, boot, tenure, tenureOpen, ended, List.of(), false, false);
    }

    /** A host of which nothing is known yet. */
    public static HostRow unknown(HostId host) {
        return new HostRow(host, HostStatus.UNKNOWN, null, Tenure.NONE, false, Tenure.NONE);
    }

    /** Whether VMs may be started here: it beats, and its tenure is in force. */
    public boolean mayReceive() {
        return status == HostStatus.UP && tenureOpen;
    }

    /** Whether {@code other} is a later life than the one that was granted a tenure. */
    public boolean isOutlivedBy(BootId other) {
        return boot == null || boot.isBefore(other);
    }

    /** The monitor's newest word. */
    public HostRow withStatus(HostStatus newStatus) {
        return new HostRow(
                host,
                newStatus,
                boot,
                tenure,
                tenureOpen,
                ended,
                unmanaged,
                evacuated,
                quarantined);
    }

    /** All tenures up to this one are over. */
    public HostRow endedUpTo(Tenure last) {
        Tenure nowEnded = ended.isBefore(last) ? last : ended;
        boolean stillOpen = tenureOpen && nowEnded.isBefore(tenure);
        return new HostRow(
                host, status, boot, tenure, stillOpen, nowEnded, unmanaged, evacuated, quarantined);
    }

    /**
     * A grant to this life of the agent: the same tenure again while it has not ended, so that a
     * repeated request is answered alike, and the next one otherwise.
     */
    public HostRow granted(BootId to) {
        Tenure next = ended.isBefore(tenure) ? tenure : highest(tenure, ended).next();
        return new HostRow(
                host,
                status,
                to,
                next,
                tenureOpen && next.equals(tenure),
                ended,
                unmanaged,
                evacuated,
                quarantined);
    }

    /** The agent has reported that the granted tenure is in force. */
    public HostRow opened() {
        return new HostRow(
                host, status, boot, tenure, true, ended, unmanaged, evacuated, quarantined);
    }

    /** Whether an evacuation keeps new VMs away. */
    public HostRow withEvacuated(boolean closed) {
        return new HostRow(
                host, status, boot, tenure, tenureOpen, ended, unmanaged, closed, quarantined);
    }

    /** Whether the monitor keeps new VMs away. */
    public HostRow withQuarantined(boolean kept) {
        return new HostRow(
                host, status, boot, tenure, tenureOpen, ended, unmanaged, evacuated, kept);
    }

    /** It runs these outside of Berth. */
    public HostRow withUnmanaged(List<UnmanagedVm> vms) {
        return new HostRow(
                host, status, boot, tenure, tenureOpen, ended, vms, evacuated, quarantined);
    }

    /** The same without one of those that it runs outside of Berth. */
    public HostRow withoutUnmanaged(VmId vm) {
        return withUnmanaged(unmanaged.stream().filter(each -> !each.vm().equals(vm)).toList());
    }

    /**
     * What a VM outside of Berth counts for: its memory whole, its processors as busy as a VM's
     * that nobody has said anything of. What they really do shows in the measured load.
     */
    public static VmSpec room(UnmanagedVm vm) {
        return new VmSpec(
                vm.vcpus(), USUAL_CPU_PERCENT, vm.memory(), false, RestartPriority.MEDIUM, null);
    }

    /** What all VMs that it runs outside of Berth count for. */
    public Demand heldOutsideOfBerth() {
        return unmanaged.stream().map(vm -> Demand.of(room(vm))).reduce(Demand.NONE, Demand::plus);
    }

    private static Tenure highest(Tenure a, Tenure b) {
        return a.isBefore(b) ? b : a;
    }
}
