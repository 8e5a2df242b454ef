package io.berth.contracts.telemetry;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;

/**
 * What an agent sees of one VM that it holds: a raw observation, never a verdict.
 *
 * @param epoch the authority under which the agent holds the VM
 */
public record VmObservation(VmId vm, Epoch epoch, VmPower power, IntegrationHeartbeat heartbeat) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public VmObservation {
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("power", power);
        Require.present("heartbeat", heartbeat);
    }
}
