package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Do this with a VM that is held at exactly this epoch. Answered with {@link VmOperationEnded} in
 * every case; a repetition of the same command is answered alike and not carried out again. Refused
 * when the tenure is not the agent's own, or when the agent is fenced and the VM is highly
 * available: what was paused or saved may go on under the same conditions as it may start.
 *
 * @param tenure the grant under which the VM may go on
 * @param snapshot which one; absent where the action is about none
 */
@EventType("io.berth.hosts.operate-vm.v1")
public record OperateVm(
        HostId host,
        CommandId command,
        Tenure tenure,
        VmId vm,
        Epoch epoch,
        VmAction action,
        @Nullable SnapshotName snapshot)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public OperateVm {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("tenure", tenure);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("action", action).check(snapshot);
    }
}
