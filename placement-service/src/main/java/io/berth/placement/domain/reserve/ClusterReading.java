package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.fit.Restarts;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws the picture of a cluster that its reserve is judged by. What a VM takes is its {@link
 * Demand}, where it may go is the word of {@link Restarts}: those by which it is placed.
 *
 * <ul>
 *   <li>A node functions when the monitor says that it is up, or no more than suspects it, and it
 *       is not in maintenance: it is counted on to hold its VMs, and to take others unless it is
 *       evacuated or quarantined.
 *   <li>A VM counts on the node that it is assigned to, running, paused, saved or being started. On
 *       a node that does not function a highly available VM counts as one that needs room
 *       elsewhere; one that is not waits for its node and does not count.
 *   <li>A VM without a node counts as well, since it takes room as soon as somebody starts it: one
 *       that is stopped while inventory has it, one that waits for an operator, one that was
 *       unplaceable.
 *   <li>What runs on a node outside of Berth takes its room there and goes with it.
 *   <li>What is allocated counts and not what is measured, because load moves with the VM; nor does
 *       the room that a migration under way keeps at its target, because it gives up as much.
 *   <li>Processors do not: a VM of a failed node is started anew, and is allowed on any processor.
 * </ul>
 */
public final class ClusterReading {
    private final DomainState state;
    private final Map<HostId, HostState> hosts = new HashMap<>();
    private final Set<HostId> functioning = new HashSet<>();
    private final Restarts restarts;

    private ClusterReading(
            Collection<HostId> nodes,
            Collection<HostState> hosts,
            DomainState state,
            Rulebook rulebook) {
        this.state = state;
        hosts.forEach(host -> this.hosts.put(host.host(), host));
        for (HostId node : nodes) {
            HostState host = this.hosts.get(node);
            if (host != null && functions(host)) {
                functioning.add(node);
            }
        }
        this.restarts = new Restarts(hosts, functioning, rulebook);
    }

    /**
     * The picture of a cluster.
     *
     * @param hosts as inventory specifies those of the cluster's domain
     * @param rulebook by which placement admits VMs to hosts
     * @param exists whether inventory has a VM; asked of stopped ones
     */
    public static ClusterPicture of(
            ClusterState cluster,
            Collection<HostState> hosts,
            DomainState state,
            Rulebook rulebook,
            Predicate<VmId> exists) {
        return new ClusterReading(cluster.nodes(), hosts, state, rulebook).picture(cluster, exists);
    }

    private ClusterPicture picture(ClusterState cluster, Predicate<VmId> exists) {
        List<Node> nodes = new ArrayList<>();
        for (HostId id : functioning.stream().sorted().toList()) {
            HostState host = Objects.requireNonNull(hosts.get(id));
            HostRow row = Objects.requireNonNull(state.host(id));
            boolean open = !row.evacuated() && !row.quarantined();
            nodes.add(new Node(id, usable(host, row.heldOutsideOfBerth()), open));
        }
        List<Tenant> tenants = new ArrayList<>();
        for (VmRow row : state.vms()) {
            Tenant tenant = tenant(row, exists);
            if (tenant != null) {
                tenants.add(tenant);
            }
        }
        tenants.sort(Comparator.comparing(Tenant::vm));
        return new ClusterPicture(
                cluster.nodes().size(), cluster.nodeFailureReserve(), nodes, tenants);
    }

    private boolean functions(HostState host) {
        HostRow row = state.host(host.host());
        boolean alive =
                row != null
                        && (row.status() == HostStatus.UP || row.status() == HostStatus.SUSPECT);
        return alive && !host.maintenance();
    }

    private @Nullable Tenant tenant(VmRow row, Predicate<VmId> exists) {
        HostId on = row.host();
        boolean movable = row.spec().highlyAvailable();
        if (on != null && !functioning.contains(on)) {
            if (!movable) {
                return null;
            }
            on = null;
        }
        boolean gone = row.state() == AssignmentState.STOPPED && !exists.test(row.vm());
        if (gone || row.state() == AssignmentState.ADOPTION_FAILED) {
            return null;
        }
        return new Tenant(
                row.vm(),
                size(row.spec()),
                on,
                movable,
                row.spec().antiAffinitySet(),
                admitted(row.spec(), row.host() == null ? row.lastHost() : row.host()));
    }

    /** What a VM of this kind takes, as far as can be added up. */
    private static Demand size(VmSpec spec) {
        return Demand.of(spec).atMost(Amounts.MOST_OF_A_VM);
    }

    /**
     * What a host has outside its reserve and for VMs of Berth; of what nobody has said, as much as
     * one likes.
     */
    static Amounts usable(HostState host, Demand held) {
        HostDescription described = new HostDescription(host, null);
        return new Amounts(
                usable(described, held, Resource.MEMORY),
                usable(described, held, Resource.CPU),
                usable(described, held, Resource.DISK),
                usable(described, held, Resource.IOPS),
                usable(described, held, Resource.NETWORK));
    }

    private static long usable(HostDescription host, Demand held, Resource resource) {
        return Math.clamp(
                host.usable(resource) - held.of(resource), -Amounts.UNLIMITED, Amounts.UNLIMITED);
    }

    /** The functioning nodes that may take it; null when all may. */
    private @Nullable Set<HostId> admitted(VmSpec spec, @Nullable HostId last) {
        Set<HostId> admitted = restarts.admitting(spec, last);
        return admitted.size() == functioning.size() ? null : admitted;
    }

    /**
     * A VM that does not exist yet, for a question.
     *
     * @param on where it would be put; absent when that is left open
     */
    public static Tenant wanted(
            VmId vm,
            VmSpec spec,
            @Nullable HostId on,
            ClusterState cluster,
            Collection<HostState> hosts,
            DomainState state,
            Rulebook rulebook) {
        ClusterReading reading = new ClusterReading(cluster.nodes(), hosts, state, rulebook);
        return new Tenant(
                vm,
                size(spec),
                on,
                spec.highlyAvailable(),
                spec.antiAffinitySet(),
                reading.admitted(spec, on));
    }
}
