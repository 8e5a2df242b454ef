package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDisk;
import org.jspecify.annotations.Nullable;

/**
 * Move a disk of a VM from one cluster shared volume to another (quick storage migration). Answered
 * with {@link VmDiskMoved} when the move has ended, one way or the other; a repetition of the same
 * command is answered alike, without a second move.
 *
 * @param host runs the VM; any node of the cluster while it does not run
 * @param disk name of the disk among those of its VM
 * @param size as the guest sees it; absent where the sender does not know
 */
@EventType("io.berth.hosts.move-vm-disk.v1")
public record MoveVmDisk(
        HostId host,
        CommandId command,
        VmId vm,
        String disk,
        CsvId from,
        CsvId to,
        @Nullable MiB size)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public MoveVmDisk {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.text("disk", disk, VmDisk.MAX_NAME);
        Require.present("from", from);
        Require.present("to", to);
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to are both " + from);
        }
    }
}
