package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * Delete the disk that this host has of a VM which has gone elsewhere: the one that was promoted,
 * after a failover was cancelled, or the old one, after it was completed. Not answered; the host
 * keeps it while the VM executes there, and nothing happens when there is none. The copies of the
 * relationship are not meant.
 *
 * @param host holds the disk
 */
@EventType("io.berth.hosts.discard-vm-disk.v1")
public record DiscardVmDisk(HostId host, CommandId command, RelationshipId relationship, VmId vm)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DiscardVmDisk {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
    }
}
