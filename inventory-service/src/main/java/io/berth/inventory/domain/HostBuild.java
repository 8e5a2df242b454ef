package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.Hypervisor;
import org.jspecify.annotations.Nullable;

/**
 * What a host is: its size, what runs VMs on it and what it is made of.
 *
 * @param hypervisor absent where it is not known
 * @param hardware absent where it is not known
 */
public record HostBuild(
        HostSize size, @Nullable Hypervisor hypervisor, @Nullable HostHardware hardware) {
    /** Of a host of which only the size is known. */
    public static HostBuild of(HostSize size) {
        return new HostBuild(size, null, null);
    }

    /** Whether it is itself a VM; a host of which nothing else is known is taken for physical. */
    public boolean virtual() {
        return hardware != null && hardware.virtual();
    }

    /** How much of a field it has altogether; null where that is not known. */
    @Nullable Long has(ReserveField field) {
        return switch (field) {
            case CPU_PERCENT, NETWORK_PERCENT -> 100L;
            case MEMORY_MIB -> size.memory().value();
            case DISK_MIB -> disk();
            case DISK_IOPS -> hardware == null ? null : hardware.diskIops();
        };
    }

    private @Nullable Long disk() {
        MiB disk = hardware == null ? null : hardware.disk();
        return disk == null ? null : disk.value();
    }
}
