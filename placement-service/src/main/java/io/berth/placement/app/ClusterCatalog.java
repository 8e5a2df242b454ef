package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.VmRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clusters as inventory specifies them, and which VMs it has. Soft state, filled from a
 * compacted topic by another thread; whoever judges asks whether a cluster has changed since it
 * last looked. Safe for several threads.
 */
@ApplicationScoped
public class ClusterCatalog {
    private final Map<DomainId, ClusterState> clusters = new HashMap<>();
    private final Map<VmId, DomainId> vms = new HashMap<>();
    private final Map<DomainId, DomainId> domains = new HashMap<>();
    private final Set<ClusterId> gone = new HashSet<>();
    private final Map<DomainId, Long> revisions = new HashMap<>();

    /** A cluster's specification; an older one than is known changes nothing. */
    public synchronized void specified(ClusterState cluster) {
        DomainId domain = DomainId.of(cluster.cluster());
        ClusterState known = clusters.get(domain);
        if (known == null || known.revision() < cluster.revision()) {
            clusters.put(domain, cluster);
            gone.remove(cluster.cluster());
            changed(domain);
        }
    }

    /** Inventory no longer has this cluster. */
    public synchronized void forget(ClusterId cluster) {
        DomainId domain = DomainId.of(cluster);
        if (clusters.remove(domain) != null) {
            gone.add(cluster);
            changed(domain);
        }
    }

    /** Clusters that have been removed since this was last asked. */
    synchronized List<ClusterId> takeGone() {
        List<ClusterId> taken = List.copyOf(gone);
        gone.clear();
        return taken;
    }

    /** A removed cluster is to be named again, unless it is back. */
    synchronized void stillGone(ClusterId cluster) {
        if (!clusters.containsKey(DomainId.of(cluster))) {
            gone.add(cluster);
        }
    }

    /** Inventory has this VM. */
    public synchronized void specified(VmState vm) {
        DomainId domain = domains.computeIfAbsent(vm.domain(), known -> known);
        DomainId before = vms.put(vm.vm(), domain);
        if (!domain.equals(before)) {
            changed(domain);
        }
    }

    /** Inventory no longer has this VM. */
    public synchronized void forget(VmId vm) {
        DomainId domain = vms.remove(vm);
        if (domain != null) {
            changed(domain);
        }
    }

    /** The cluster whose hosts are this domain; empty when inventory has none. */
    public synchronized Optional<ClusterState> cluster(DomainId domain) {
        return Optional.ofNullable(clusters.get(domain));
    }

    /** All clusters, in no order. */
    public synchronized List<ClusterState> all() {
        return List.copyOf(clusters.values());
    }

    /** Whether inventory has this VM. */
    public synchronized boolean has(VmId vm) {
        return vms.containsKey(vm);
    }

    /** The VMs of a domain that are stopped and that inventory has, in order of id. */
    synchronized List<VmId> stopped(DomainState state) {
        return state.vms().stream()
                .filter(row -> row.state() == AssignmentState.STOPPED)
                .map(VmRow::vm)
                .filter(vms::containsKey)
                .sorted()
                .toList();
    }

    /** Rises with every change of the cluster, and of which VMs inventory has in its domain. */
    public synchronized long revision(DomainId domain) {
        return revisions.getOrDefault(domain, 0L);
    }

    private void changed(DomainId domain) {
        revisions.merge(domain, 1L, Long::sum);
    }
}
