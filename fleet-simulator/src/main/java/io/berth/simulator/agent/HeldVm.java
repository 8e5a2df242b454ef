package io.berth.simulator.agent;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/**
 * A VM that is defined on a host, running or not.
 *
 * @param epoch the authority under which the host holds it
 */
public record HeldVm(VmId vm, Epoch epoch, VmSpec spec) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public HeldVm {
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("spec", spec);
    }
}
