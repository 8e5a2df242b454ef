package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.agent.AgentInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The network between the hosts: who reaches whom, and how slowly. Loses, and never repeats. */
@ApplicationScoped
public class PeerNetwork {
    private final Map<HostId, SimulatedHost> hosts = new ConcurrentHashMap<>();

    void join(SimulatedHost host) {
        hosts.put(host.id(), host);
    }

    /** How many hosts there are. */
    int size() {
        return hosts.size();
    }

    /** Carries a message to a peer, or loses it. */
    void carry(SimulatedHost from, HostId to, AgentInput message) {
        SimulatedHost receiver = hosts.get(to);
        if (receiver == null) {
            return;
        }
        Conditions here = from.conditions();
        Conditions there = receiver.conditions();
        if (here.reaches(to) && there.reaches(from.id())) {
            Duration delay = here.slow().plus(there.slow());
            receiver.fromPeer(message, delay);
        }
    }
}
