package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.PatchOrder;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.state.DomainState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says in which order the nodes of a cluster would be patched, and which step would break its
 * reserve. Changes nothing; any instance can, whoever owns the domain.
 */
@ApplicationScoped
public class InspectPatching {
    /** A plan takes several judgements for each node, and anybody may ask. */
    private static final SearchBudget BUDGET = new SearchBudget(4_000_000, 400_000, 0);

    private final InspectDomain inspect;
    private final HostCatalog hosts;
    private final ClusterCatalog clusters;
    private final DecisionRoom room;

    @Inject
    public InspectPatching(
            InspectDomain inspect, HostCatalog hosts, ClusterCatalog clusters, DecisionRoom room) {
        this.inspect = inspect;
        this.hosts = hosts;
        this.clusters = clusters;
        this.room = room;
    }

    /** What came of a question. */
    public sealed interface Answer {
        /**
         * The order.
         *
         * @param configured N
         * @param functioning F, before anything has begun
         * @param reserve R
         */
        record Planned(
                DomainId domain,
                int configured,
                int functioning,
                int reserve,
                List<PatchOrder.Turn> turns)
                implements Answer {
            /** Takes a copy. */
            public Planned {
                turns = List.copyOf(turns);
            }
        }

        /** These are no nodes of the cluster. */
        record NoNodes(Set<HostId> hosts, Set<HostId> nodes) implements Answer {
            /** Takes copies. */
            public NoNodes {
                hosts = Set.copyOf(hosts);
                nodes = Set.copyOf(nodes);
            }
        }
    }

    /** The plan; empty when inventory has no such cluster. */
    public Optional<Answer> plan(ClusterId id, PatchRun.PatchWish wish) {
        DomainId domain = DomainId.of(id);
        return clusters.cluster(domain).map(cluster -> plan(cluster, domain, wish));
    }

    private Answer plan(ClusterState cluster, DomainId domain, PatchRun.PatchWish wish) {
        Set<HostId> wanted = new TreeSet<>(wish.nodes());
        wanted.removeAll(cluster.nodes());
        if (!wanted.isEmpty()) {
            return new Answer.NoNodes(wanted, new HashSet<>(cluster.nodes()));
        }
        List<HostState> specified =
                hosts.hosts(domain).stream().map(host -> host.specification()).toList();
        DomainState state = inspect.state(domain).orElseGet(() -> DomainState.empty(domain));
        ClusterPicture picture =
                ClusterReading.of(cluster, specified, state, room.rulebook(), clusters::has);
        return new Answer.Planned(
                domain,
                picture.configured(),
                picture.functioning(),
                picture.reserve(),
                PatchOrder.of(
                        picture,
                        new HashSet<>(wish.nodes().isEmpty() ? cluster.nodes() : wish.nodes()),
                        wish.atOnce(),
                        BUDGET));
    }
}
