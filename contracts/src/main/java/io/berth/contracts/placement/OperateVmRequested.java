package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Have the host of this VM do this with it. Answered with {@link VmOperationOrdered} or {@link
 * VmOperationRefused}; what was ordered ends in {@link VmOperationSettled}, in every case.
 *
 * @param command names the operation from the request to its end, and is the id of the command that
 *     the agent gets
 * @param snapshot which one; absent where the action is about none
 * @param until it is not ordered any more after this, by placement's clock: a wish that waited in
 *     the log for long is no longer what anybody wishes
 */
@EventType("io.berth.placement.operate-vm-requested.v1")
public record OperateVmRequested(
        VmId vm,
        DomainId domain,
        CommandId command,
        VmAction action,
        @Nullable SnapshotName snapshot,
        Instant until)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public OperateVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("command", command);
        Require.present("action", action).check(snapshot);
        Require.present("until", until);
    }
}
