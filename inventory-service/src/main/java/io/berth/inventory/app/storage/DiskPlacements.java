package io.berth.inventory.app.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Where the disks of VMs lie: the one place that storage changes a VM through. */
@ApplicationScoped
public class DiskPlacements {
    private final VmStore vms;
    private final Announcements announcements;

    DiskPlacements(VmStore vms, Announcements announcements) {
        this.vms = vms;
        this.announcements = announcements;
    }

    /**
     * A disk lies on another volume now. Nothing happens when the VM has no such disk. Works in the
     * caller's transaction.
     */
    public void moved(VmId id, String disk, CsvId to) {
        Vm vm = vms.findForChange(id).orElse(null);
        VmDetails details = vm == null ? null : vm.spec().details();
        if (vm == null
                || details == null
                || details.disks().stream()
                        .noneMatch(own -> own.name().equals(disk) && !to.equals(own.csv()))) {
            return;
        }
        List<VmDisk> disks =
                details.disks().stream()
                        .map(own ->
                                own.name().equals(disk)
                                        ? new VmDisk(own.name(), own.size(), own.format(), to)
                                        : own)
                        .toList();
        Vm moved = vm.found(withDisks(vm.spec(), details, disks));
        vms.update(moved);
        announcements.changed(moved.state());
    }

    private static VmSpec withDisks(VmSpec spec, VmDetails details, List<VmDisk> disks) {
        return new VmSpec(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                details.with(disks, details.adapters()));
    }
}
