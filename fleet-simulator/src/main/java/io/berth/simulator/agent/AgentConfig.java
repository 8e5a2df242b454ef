package io.berth.simulator.agent;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.timing.LeaseTimings;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an agent is told about its place in the estate.
 *
 * @param nodes the configured nodes of the cluster, this host among them. Majorities are counted
 *     against these, whether they are up or not. A host of a stand-alone domain is a cluster of
 *     one, whatever is given here: its neighbours cannot take over from it.
 * @param watchdog whether the host has a watchdog that resets it when its agent does not act
 */
public record AgentConfig(
        HostId host, DomainId domain, Set<HostId> nodes, boolean watchdog, LeaseTimings timings) {
    /**
     * @throws IllegalArgumentException when a part is missing, the host is not one of the nodes, or
     *     there are more than {@link RosterSet#MAX_NODES}
     */
    public AgentConfig {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("nodes", nodes);
        Require.present("timings", timings);
        Require.range("nodes.size", nodes.size(), 1, RosterSet.MAX_NODES);
        if (!nodes.contains(host)) {
            throw new IllegalArgumentException(
                    "nodes of " + domain + " do not hold " + host + " itself; list every node");
        }
        nodes =
                domain.isStandalone()
                        ? Set.of(host)
                        : Collections.unmodifiableSet(new TreeSet<>(nodes));
    }

    /** All nodes but this one, in order. */
    public List<HostId> peers() {
        return nodes.stream().filter(node -> !node.equals(host)).toList();
    }

    /** Whether so many nodes are more than half of the configured ones. */
    public boolean isMajority(int count) {
        return 2 * count > nodes.size();
    }

    /** The same with other nodes, after a change of membership. */
    public AgentConfig withNodes(Set<HostId> changed) {
        return new AgentConfig(host, domain, changed, watchdog, timings);
    }
}
