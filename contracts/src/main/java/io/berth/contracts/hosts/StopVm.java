package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Stop this VM if it is held at this epoch or a lower one, forget it, and refuse every later start
 * at this epoch or a lower one. Answered with {@code STOPPED} whether or not it ran.
 *
 * @param way absent where it is the host's to choose; {@code TURN_OFF} hastens a stop that is under
 *     way. A guest that cannot shut down, because it is paused or saved, is turned off in any case
 */
@EventType("io.berth.hosts.stop-vm.v1")
public record StopVm(
        HostId host,
        CommandId command,
        VmId vm,
        Epoch epoch,
        StopReason reason,
        @Nullable StopWay way)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public StopVm {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("reason", reason);
    }

    /** In the way that the host chooses. */
    public StopVm(HostId host, CommandId command, VmId vm, Epoch epoch, StopReason reason) {
        this(host, command, vm, epoch, reason, null);
    }
}
