package io.berth.simulator.runtime;

import io.berth.simulator.enrolment.HttpIngest;
import io.berth.simulator.replica.CopySizes;
import java.time.Duration;

/**
 * What all simulated hosts share.
 *
 * @param seed of everything random; a host mixes its own id in
 * @param powerOnDelay from power-on to the start of the agent
 * @param kvpInterval between two KVP reports of a guest
 * @param linkBytesPerSecond of each host, for the copies that it sends
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
        long seed,
        Duration powerOnDelay,
        Duration kvpInterval,
        long linkBytesPerSecond,
        long moveMibPerSecond,
        Duration diskLoadInterval) {
    /** How much a VM's copies weigh. */
    CopySizes copySizes() {
        return new CopySizes(seed);
    }
}
