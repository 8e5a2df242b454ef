package io.berth.inventory.app.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Where the disks of VMs lie: the one place that storage changes a VM through, in the register
 * alone. Works in the caller's transaction.
 */
@ApplicationScoped
public class DiskPlacements {
    private final Register register;
    private final Announcements announcements;

    DiskPlacements(Register register, Announcements announcements) {
        this.register = register;
        this.announcements = announcements;
    }

    /** A disk lies on another volume now. Nothing happens when the VM has no such disk. */
    public void moved(VmId id, String disk, CsvId to) {
        VmState vm = register.hold(VmState.class, id.value(), Hold.EXCLUSIVE).orElse(null);
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
        announcements.changed(
                new VmState(
                        vm.vm(),
                        vm.domain(),
                        withDisks(vm.spec(), details, disks),
                        vm.revision() + 1));
    }

    private static VmSpec withDisks(VmSpec spec, VmDetails details, List<VmDisk> disks) {
        return new VmSpec(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                new VmDetails(
                        details.maximumMemory(),
                        disks,
                        details.iops(),
                        details.networkMbit(),
                        details.guest(),
                        details.possibleOwners(),
                        details.preferredOwners(),
                        details.adapters(),
                        details.processorCompatibility(),
                        details.backupPolicy(),
                        details.drPolicy()));
    }
}
