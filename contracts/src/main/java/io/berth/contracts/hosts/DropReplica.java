package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * Delete the copies of this relationship. Not answered; nothing happens when there are none.
 *
 * @param host holds the copies
 */
@EventType("io.berth.hosts.drop-replica.v1")
public record DropReplica(HostId host, CommandId command, RelationshipId relationship, VmId vm)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DropReplica {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
    }
}
