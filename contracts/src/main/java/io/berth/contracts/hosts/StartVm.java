package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import org.jspecify.annotations.Nullable;

/**
 * Run this VM at this epoch. Refused when the epoch is lower than one that the agent has seen for
 * this VM, when the tenure is not the agent's own, or when the agent is fenced and the VM is highly
 * available.
 *
 * @param tenure the grant under which it may run
 * @param stateFrom the host that has handed it over: its state awaits it here, and it goes on from
 *     there; refused when the state is not here. Absent when the VM boots.
 */
@EventType("io.berth.hosts.start-vm.v1")
public record StartVm(
        HostId host,
        CommandId command,
        Tenure tenure,
        VmId vm,
        Epoch epoch,
        VmSpec spec,
        @Nullable HostId stateFrom)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public StartVm {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("tenure", tenure);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("spec", spec);
    }

    /** A VM that boots. */
    public StartVm(
            HostId host, CommandId command, Tenure tenure, VmId vm, Epoch epoch, VmSpec spec) {
        this(host, command, tenure, vm, epoch, spec, null);
    }
}
