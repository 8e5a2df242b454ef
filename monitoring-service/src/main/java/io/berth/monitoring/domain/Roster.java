package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.util.Set;

/**
 * The configured hosts of a domain, as inventory has them or as the fold counts them.
 *
 * @param revision of the cluster in inventory; 0 for a domain of stand-alone hosts, which is no
 *     entity there. Of the fold: that of the last roster in the log, −1 before the first
 * @param maintenance those of the hosts that an administrator keeps virtual machines away from
 */
public record Roster(DomainId domain, long revision, Set<HostId> nodes, Set<HostId> maintenance) {
    public Roster {
        nodes = Set.copyOf(nodes);
        maintenance = Set.copyOf(maintenance);
    }

    /** Of a domain where no host is in maintenance. */
    public Roster(DomainId domain, long revision, Set<HostId> nodes) {
        this(domain, revision, nodes, Set.of());
    }

    /** A domain of which the log says nothing. */
    static Roster unknown(DomainId domain) {
        return new Roster(domain, -1, Set.of());
    }

    /** Whether the same hosts are configured, and the same in maintenance. */
    boolean saysTheSameAs(Roster other) {
        return nodes.equals(other.nodes) && maintenance.equals(other.maintenance);
    }
}
