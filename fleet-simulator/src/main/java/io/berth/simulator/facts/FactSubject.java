package io.berth.simulator.facts;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A host as far as its facts go.
 *
 * @param nodes of its cluster in their order, itself among them
 * @param unreached peers that its packets do not reach
 * @param slow how much later each packet arrives
 * @param clockOffset how far its calendar clock is off
 * @param breakages what is amiss
 */
public record FactSubject(
        HostId id,
        DomainId domain,
        List<HostId> nodes,
        Set<HostId> unreached,
        Duration slow,
        Duration clockOffset,
        Set<FactBreakage> breakages) {
    /** Copies the collections. */
    public FactSubject {
        nodes = List.copyOf(nodes);
        unreached = Set.copyOf(unreached);
        breakages = Set.copyOf(breakages);
    }

    boolean has(FactBreakage breakage) {
        return breakages.contains(breakage);
    }

    /** Where a node stands in the cluster, the first being 1. */
    int number(HostId node) {
        return nodes.indexOf(node) + 1;
    }

    /** A number below 200 that clusters mostly do not share, for addresses and identifiers. */
    int cluster() {
        return Math.floorMod(domain.value().hashCode(), 200);
    }
}
