package io.berth.simulator.runtime;

import java.time.Duration;

/**
 * What all simulated hosts share.
 *
 * @param seed of everything random; a host mixes its own id in
 * @param powerOnDelay from power-on to the start of the agent
 * @param kvpInterval between two KVP reports of a guest
 */
record Surroundings(
        Timer timer,
        BrokerLink broker,
        PeerNetwork network,
        RunLedger ledger,
        StateFile state,
        SimulatorMetrics metrics,
        long seed,
        Duration powerOnDelay,
        Duration kvpInterval) {}
