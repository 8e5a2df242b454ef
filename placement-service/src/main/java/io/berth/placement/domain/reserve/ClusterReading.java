package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.DomainState;
import io.berth.placement.domain.HostDescription;
import io.berth.placement.domain.HostRow;
import io.berth.placement.domain.HostStatus;
import io.berth.placement.domain.Ledger.Resource;
import io.berth.placement.domain.VmRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws the picture of a cluster that its reserve is judged by.
 *
 * <ul>
 *   <li>A node functions when the monitor says that it is up, or no more than suspects it, and it
 *       is not in maintenance: it is counted on to take VMs.
 *   <li>A VM counts on the node that it is assigned to, running, paused, saved or being started. On
 *       a node that does not function a highly available VM counts as one that needs room
 *       elsewhere; one that is not waits for its node and does not count.
 *   <li>A VM without a node counts as well, since it takes room as soon as somebody starts it: one
 *       that is stopped while inventory has it, one that waits for an operator, one that was
 *       unplaceable.
 *   <li>What is allocated counts and not what is measured, because load moves with the VM.
 *   <li>Processors do not: a VM of a failed node is started anew, and is allowed on any processor.
 * </ul>
 */
public final class ClusterReading {
    private final ClusterState cluster;
    private final Map<HostId, HostState> hosts = new HashMap<>();
    private final DomainState state;

    private ClusterReading(ClusterState cluster, Collection<HostState> hosts, DomainState state) {
        this.cluster = cluster;
        this.state = state;
        hosts.forEach(host -> this.hosts.put(host.host(), host));
    }

    /**
     * The picture of a cluster.
     *
     * @param hosts as inventory specifies those of the cluster's domain
     * @param exists whether inventory has a VM; asked of stopped ones
     */
    public static ClusterPicture of(
            ClusterState cluster,
            Collection<HostState> hosts,
            DomainState state,
            Predicate<VmId> exists) {
        return new ClusterReading(cluster, hosts, state).picture(exists);
    }

    private ClusterPicture picture(Predicate<VmId> exists) {
        List<Node> nodes = new ArrayList<>();
        Set<HostId> functioning = new HashSet<>();
        for (HostId id : cluster.nodes().stream().sorted().toList()) {
            HostState host = hosts.get(id);
            if (host != null && functions(host)) {
                nodes.add(new Node(id, usable(host)));
                functioning.add(id);
            }
        }
        List<Tenant> tenants = new ArrayList<>();
        for (VmRow row : state.vms()) {
            Tenant tenant = tenant(row, functioning, exists);
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

    private @Nullable Tenant tenant(VmRow row, Set<HostId> functioning, Predicate<VmId> exists) {
        HostId on = row.host();
        boolean movable = row.spec().highlyAvailable();
        if (on != null && !functioning.contains(on)) {
            if (!movable) {
                return null;
            }
            on = null;
        }
        if (row.state() == AssignmentState.STOPPED && !exists.test(row.vm())) {
            return null;
        }
        return new Tenant(
                row.vm(),
                size(row.spec()),
                on,
                movable,
                row.spec().antiAffinitySet(),
                admitted(row.spec(), functioning));
    }

    /** What a VM of this kind takes. */
    public static Amounts size(VmSpec spec) {
        VmDetails details = spec.details() == null ? VmDetails.NONE : spec.details();
        long disk =
                details.disks().stream()
                        .filter(each -> each.csv() == null)
                        .map(VmDisk::size)
                        .mapToLong(size -> size.value())
                        .sum();
        return new Amounts(
                bounded(spec.memory().value()),
                spec.cpuPercent(),
                bounded(disk),
                amount(details.iops()),
                amount(details.networkMbit()));
    }

    private static long bounded(long value) {
        return Math.min(value, Amounts.MOST_OF_A_VM);
    }

    private static long amount(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    /** What a host has outside its reserve; of what nobody has said, as much as one likes. */
    static Amounts usable(HostState host) {
        HostDescription described = new HostDescription(host, null);
        return new Amounts(
                usable(described, Resource.MEMORY),
                usable(described, Resource.CPU),
                usable(described, Resource.DISK),
                usable(described, Resource.IOPS),
                usable(described, Resource.NETWORK));
    }

    private static long usable(HostDescription host, Resource resource) {
        return Math.min(host.usable(resource), Amounts.UNLIMITED);
    }

    /** The functioning nodes that could run it, by owners and networks; null when all could. */
    private @Nullable Set<HostId> admitted(VmSpec spec, Set<HostId> functioning) {
        VmDetails details = spec.details();
        if (details == null
                || (details.possibleOwners().isEmpty() && details.adapters().isEmpty())) {
            return null;
        }
        Set<HostId> admitted = new HashSet<>();
        for (HostId id : functioning) {
            boolean owner =
                    details.possibleOwners().isEmpty() || details.possibleOwners().contains(id);
            if (owner && carries(hosts.get(id), details.adapters())) {
                admitted.add(id);
            }
        }
        return admitted.size() == functioning.size() ? null : admitted;
    }

    /** A host of which no switch is known is not held against its networks. */
    private static boolean carries(@Nullable HostState host, List<VmAdapter> adapters) {
        HostHardware hardware = host == null ? null : host.hardware();
        if (hardware == null || hardware.switches().isEmpty()) {
            return true;
        }
        Set<LogicalNetworkId> carried = new HashSet<>();
        hardware.switches().forEach(each -> carried.addAll(each.networks()));
        return adapters.stream().allMatch(adapter -> carried.contains(adapter.network()));
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
            DomainState state) {
        ClusterReading reading = new ClusterReading(cluster, hosts, state);
        Set<HostId> functioning = new HashSet<>();
        hosts.stream().filter(reading::functions).forEach(host -> functioning.add(host.host()));
        return new Tenant(
                vm,
                size(spec),
                on,
                spec.highlyAvailable(),
                spec.antiAffinitySet(),
                reading.admitted(spec, functioning));
    }
}
