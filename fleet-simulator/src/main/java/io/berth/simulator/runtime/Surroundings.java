package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.enrolment.HttpIngest;
import io.berth.simulator.mover.Floor;
import io.berth.simulator.mover.HostCopies;
import io.berth.simulator.mover.StorageName;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What all simulated hosts share.
 *
 * @param floor of the data movers
 * @param copies folder of the hosts' own disks, for the copies of other hosts' VMs
 * @param seed of everything random; a host mixes its own id in
 * @param powerOnDelay from power-on to the start of the agent
 * @param kvpInterval between two KVP reports of a guest
 * @param moveMibPerSecond how fast a host moves a disk
 * @param diskLoadInterval between two reports of disk load of a host
 */
record Surroundings(
        Timer timer,
        BrokerLink broker,
        HttpIngest http,
        PeerNetwork network,
        RunLedger ledger,
        StateFile state,
        SimulatorMetrics metrics,
        Floor floor,
        Path copies,
        long seed,
        Duration powerOnDelay,
        Duration kvpInterval,
        long moveMibPerSecond,
        Duration diskLoadInterval) {
    /** The copies that a host keeps. */
    HostCopies copiesOf(HostId host) {
        return new HostCopies(copies.resolve(host.value()), floor.clock());
    }

    /** Whether a VM executes on a host with this storage. */
    boolean executes(StorageName storage, VmId vm) {
        return network.executes(ledger, storage, vm);
    }
}
