package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.util.Set;

/**
 * The configured hosts of a domain, as inventory has them.
 *
 * @param revision of the cluster in inventory; 0 for a domain of stand-alone hosts, which is no
 *     entity there
 */
public record Roster(DomainId domain, long revision, Set<HostId> nodes) {
    public Roster {
        nodes = Set.copyOf(nodes);
    }
}
