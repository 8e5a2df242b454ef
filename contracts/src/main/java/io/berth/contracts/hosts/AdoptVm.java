package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/**
 * Take up this VM, which runs here outside of Berth, at this epoch. Nothing is started: answered
 * with {@code STARTED} when it runs here and is held at this epoch from now on, and with {@code
 * REFUSED_NOT_HERE} when it does not run here. Refused otherwise as {@link StartVm} is. A refusal
 * leaves the VM as it is.
 *
 * @param tenure the grant under which it may run
 */
@EventType("io.berth.hosts.adopt-vm.v1")
public record AdoptVm(
        HostId host, CommandId command, Tenure tenure, VmId vm, Epoch epoch, VmSpec spec)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public AdoptVm {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("tenure", tenure);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("spec", spec);
    }
}
