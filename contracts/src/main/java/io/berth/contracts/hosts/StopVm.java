package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/**
 * Stop this VM if it is held at this epoch or a lower one, forget it, and refuse every later start
 * at this epoch or a lower one. Answered with {@code STOPPED} whether or not it ran.
 */
@EventType("io.berth.hosts.stop-vm.v1")
public record StopVm(HostId host, CommandId command, VmId vm, Epoch epoch, StopReason reason)
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
}
