package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.mover.Peers;
import io.berth.simulator.mover.ReplicaSite;
import io.berth.simulator.mover.StorageName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The network between the hosts: who reaches whom, and how slowly. Loses, and never repeats. */
@ApplicationScoped
public class PeerNetwork implements Peers {
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
        if (reach(from, receiver)) {
            Duration delay = from.conditions().slow().plus(receiver.conditions().slow());
            delivery.accept(receiver, delay);
        }
    }

    private static boolean reach(SimulatedHost one, SimulatedHost other) {
        return one.conditions().reaches(other.id()) && other.conditions().reaches(one.id());
    }

    @Override
    public boolean reach(HostId one, HostId other) {
        SimulatedHost here = hosts.get(one);
        SimulatedHost there = hosts.get(other);
        return here != null && there != null && reach(here, there);
    }

    @Override
    public Optional<ReplicaSite> site(HostId host) {
        return Optional.ofNullable(hosts.get(host)).flatMap(SimulatedHost::site);
    }

    private static StorageName storage(SimulatedHost host) {
        return StorageName.of(host.definition().domain(), host.id());
    }

    /** Whether a VM executes on a host with this storage. */
    boolean executes(RunLedger ledger, StorageName storage, VmId vm) {
        return ledger.executing(vm).stream()
                .map(hosts::get)
                .anyMatch(host -> host != null && storage.equals(storage(host)));
    }
}
