package io.berth.simulator.disks;

import io.berth.contracts.Require;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.VmDisk;

/** A disk that is asked for so much, whatever its VM is specified for. */
public record HotDisk(VmId vm, String disk, long readIops, long writeIops) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HotDisk {
        Require.present("vm", vm);
        Require.text("disk", disk, VmDisk.MAX_NAME);
        Require.range("readIops", readIops, 0, HostHardware.MAX_IOPS);
        Require.range("writeIops", writeIops, 0, HostHardware.MAX_IOPS);
    }
}
