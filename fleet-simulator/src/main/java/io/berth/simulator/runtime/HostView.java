package io.berth.simulator.runtime;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.simulator.agent.TenureState;
import io.berth.simulator.replica.ReplicaCopy;
import java.time.Duration;
import java.util.List;

/**
 * A simulated host as it stands, for people and tests.
 *
 * @param boot of the life that runs, or of the last one
 * @param fenced whether it may not run highly available VMs; true while it is off
 * @param leaseLeft how much of the lease is left; zero while fenced
 * @param faults the standing ones, by name
 * @param vms as its agent sees them
 * @param replicas copies of other hosts' VMs on its disk, also while it is off
 */
public record HostView(
        HostId id,
        DomainId domain,
        PowerState power,
        BootId boot,
        Tenure tenure,
        TenureState tenureState,
        boolean fenced,
        Duration leaseLeft,
        boolean watchdog,
        List<String> faults,
        List<VmObservation> vms,
        List<ReplicaCopy> replicas) {}
