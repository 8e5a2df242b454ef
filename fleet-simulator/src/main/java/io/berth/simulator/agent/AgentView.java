package io.berth.simulator.agent;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.VmObservation;
import java.time.Duration;
import java.util.List;

/**
 * An agent as it stands, for people and tests.
 *
 * @param leaseEnd on the agent's own clock; zero while fenced
 * @param lastAcknowledged when the last acknowledgement arrived, on the agent's own clock
 */
public record AgentView(
        BootId boot,
        Tenure tenure,
        TenureState state,
        Duration leaseEnd,
        Duration lastAcknowledged,
        List<VmObservation> vms) {
    /** Whether it may not run highly available VMs. */
    public boolean fenced() {
        return state != TenureState.OPEN;
    }
}
