package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.replica.ReplicaMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

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

    /** Carries a message to a peer's agent, or loses it. */
    void carry(SimulatedHost from, HostId to, AgentInput message) {
        carry(from, to, (receiver, delay) -> receiver.fromPeer(message, delay));
    }

    /** Carries a message to another host's data mover, or loses it. */
    void carry(SimulatedHost from, HostId to, ReplicaMessage message) {
        carry(from, to, (receiver, delay) -> receiver.fromMover(from.id(), message, delay));
    }

    /** Carries a message to another host's hypervisor, or loses it. */
    void carry(SimulatedHost from, HostId to, StateMessage message) {
        carry(from, to, (receiver, delay) -> receiver.fromHypervisor(from.id(), message, delay));
    }

    private void carry(
            SimulatedHost from, HostId to, BiConsumer<SimulatedHost, Duration> delivery) {
        SimulatedHost receiver = hosts.get(to);
        if (receiver == null) {
            return;
        }
        Conditions here = from.conditions();
        Conditions there = receiver.conditions();
        if (here.reaches(to) && there.reaches(from.id())) {
            Duration delay = here.slow().plus(there.slow());
            delivery.accept(receiver, delay);
        }
    }
}
