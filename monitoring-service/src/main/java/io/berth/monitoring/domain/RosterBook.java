package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.FabricState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.telemetry.RosterSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts belong to which domain, gathered from the entities of {@code inventory.state}: the
 * nodes of each cluster, and the stand-alone hosts of each host group. Soft state, rebuilt from the
 * topic. Safe for several threads.
 */
public final class RosterBook {
    private final Map<String, ClusterState> clusters = new HashMap<>();
    private final Map<String, HostState> standalone = new HashMap<>();
    private final Map<String, HostId> hosts = new HashMap<>();
    private final Set<HostId> maintenance = new HashSet<>();
    private Map<DomainId, Roster> rosters = Map.of();
    private Map<HostId, DomainId> homes = Map.of();
    private boolean stale;

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record
     * @param state null when the entity is gone
     */
    public synchronized void changed(String key, @Nullable InventoryState state) {
        switch (state) {
            case null -> {
                stale |= clusters.remove(key) != null | standalone.remove(key) != null;
                HostId gone = hosts.remove(key);
                stale |= gone != null && maintenance.remove(gone);
            }
            case ClusterState cluster -> {
                clusters.put(key, cluster);
                stale = true;
            }
            case HostState host -> {
                stale |= standalone.remove(key) != null;
                if (host.cluster() == null) {
                    standalone.put(key, host);
                    stale = true;
                }
                hosts.put(key, host.host());
                stale |=
                        host.maintenance()
                                ? maintenance.add(host.host())
                                : maintenance.remove(host.host());
            }
            case ManagementGroupState _, HostGroupState _, VmState _ -> {}
            case FabricState _ -> {}
        }
    }

    /** The rosters of all domains that exist. */
    public synchronized Map<DomainId, Roster> rosters() {
        gather();
        return rosters;
    }

    /** The domain of a host; empty for a host that inventory does not know. */
    public synchronized Optional<DomainId> domainOf(HostId host) {
        gather();
        return Optional.ofNullable(homes.get(host));
    }

    private void gather() {
        if (!stale) {
            return;
        }
        Map<DomainId, Roster> gathered = new TreeMap<>();
        clusters.values()
                .forEach(cluster -> {
                    DomainId domain = DomainId.of(cluster.cluster());
                    gathered.put(
                            domain,
                            roster(domain, cluster.revision(), Set.copyOf(cluster.nodes())));
                });
        Map<DomainId, Set<HostId>> groups = new HashMap<>();
        standalone
                .values()
                .forEach(host ->
                        groups.computeIfAbsent(
                                        DomainId.standalone(host.group()), _ -> new HashSet<>())
                                .add(host.host()));
        groups.forEach((domain, hosts) -> gathered.put(domain, roster(domain, 0, hosts)));
        Map<HostId, DomainId> where = new HashMap<>();
        gathered.forEach(
                (domain, roster) -> roster.nodes().forEach(host -> where.put(host, domain)));
        rosters = gathered;
        homes = where;
        stale = false;
    }

    private Roster roster(DomainId domain, long revision, Set<HostId> nodes) {
        Set<HostId> away = new HashSet<>(nodes);
        away.retainAll(maintenance);
        return new Roster(domain, revision, nodes, away);
    }

    /**
     * What must be written into the log so that a fold counts the hosts that inventory has; empty
     * when it does. The revision is raised above the fold's where the inventory's is not higher: a
     * domain of stand-alone hosts has none, and that of a cluster that was removed and made anew
     * starts over.
     *
     * @param wanted null for a domain that inventory does not have any more
     * @param folded what the fold counts
     */
    public static Optional<RosterSet> correction(
            DomainId domain, @Nullable Roster wanted, Roster folded) {
        Roster roster = wanted == null ? new Roster(domain, 0, Set.of()) : wanted;
        if (roster.saysTheSameAs(folded)) {
            return Optional.empty();
        }
        return Optional.of(
                new RosterSet(
                        domain,
                        Math.max(roster.revision(), folded.revision() + 1),
                        roster.nodes().stream().sorted().toList(),
                        roster.maintenance().isEmpty()
                                ? null
                                : roster.maintenance().stream().sorted().toList()));
    }
}
