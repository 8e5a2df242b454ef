package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * Make a recovery point the disk of this VM on this host. It starts nothing: only placement does,
 * at an epoch of its own. The point stays, so that it can be promoted again. Answered with {@link
 * ReplicaPromoted}.
 *
 * @param host holds the copies
 * @param vm whose disk it becomes
 * @param point the cycle that made the recovery point
 */
@EventType("io.berth.hosts.promote-replica.v1")
public record PromoteReplica(
        HostId host, CommandId command, RelationshipId relationship, VmId vm, CycleNumber point)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public PromoteReplica {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("point", point);
    }
}
