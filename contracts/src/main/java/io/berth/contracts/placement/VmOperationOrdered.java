package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * The host of a VM has been told to do something with it. Exactly one {@link VmOperationSettled} of
 * the same command follows, unless the host answers after it was given up: then a second one does.
 *
 * @param snapshot which one; absent where the action is about none
 */
@EventType("io.berth.placement.vm-operation-ordered.v1")
public record VmOperationOrdered(
        VmId vm,
        DomainId domain,
        CommandId command,
        VmAction action,
        @Nullable SnapshotName snapshot,
        HostId host,
        Epoch epoch)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmOperationOrdered {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("command", command);
        Require.present("action", action).check(snapshot);
        Require.present("host", host);
        Require.present("epoch", epoch);
    }
}
