package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.Node;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.reserve.Tenant;
import io.berth.placement.domain.state.DomainState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a cluster as it is stored now, or as it would be, and changes nothing. Any instance can,
 * whoever owns the domain.
 */
@ApplicationScoped
public class InspectReserve {
    private static final VmId HYPOTHETICAL = new VmId("what-if");

    /**
     * A question asks for several judgements, and anybody may ask: each may take a quarter of the
     * steps of one that is published.
     */
    private static final int SHARE = 4;

    private final InspectDomain inspect;
    private final HostCatalog hosts;
    private final ClusterCatalog clusters;
    private final PlacementSettings settings;
    private final Rulebook rulebook;

    @Inject
    public InspectReserve(
            InspectDomain inspect,
            HostCatalog hosts,
            ClusterCatalog clusters,
            PlacementSettings settings) {
        this.inspect = inspect;
        this.hosts = hosts;
        this.clusters = clusters;
        this.settings = settings;
        this.rulebook = settings.rulebook();
    }

    /**
     * VMs that would be there as well.
     *
     * @param on which node they would be put on; absent when that is left open
     */
    public record Added(VmSpec spec, int count, @Nullable HostId on) {}

    /**
     * A question.
     *
     * @param reserve another R; absent for that of the cluster
     * @param failed nodes that would have failed
     * @param added VMs that would be there
     * @param like how many more VMs like this would fit; absent when that is not asked
     * @param atMost where that count ends
     */
    public record Question(
            @Nullable Integer reserve,
            Set<HostId> failed,
            List<Added> added,
            @Nullable VmSpec like,
            int atMost) {
        /** Takes copies. */
        public Question {
            failed = Set.copyOf(failed);
            added = List.copyOf(added);
        }
    }

    /** An answer. */
    public sealed interface Answer {
        /**
         * How it would be.
         *
         * @param room absent when it was not asked
         */
        record Judged(
                ReserveJudgement judgement,
                ReserveJudge.Tolerance tolerance,
                ReserveJudge.@Nullable Room room)
                implements Answer {}

        /** These are no functioning nodes of the cluster. */
        record NotFunctioning(Set<HostId> hosts, Set<HostId> functioning) implements Answer {
            /** Takes copies. */
            public NotFunctioning {
                hosts = Set.copyOf(hosts);
                functioning = Set.copyOf(functioning);
            }
        }

        /** Error 13803: no cluster may have this reserve. */
        record ReserveTooLarge(int reserve, int configured) implements Answer {}
    }

    /** Answers; empty when inventory has no such cluster. */
    public Optional<Answer> whatIf(ClusterId id, Question question) {
        DomainId domain = DomainId.of(id);
        return clusters.cluster(domain).map(cluster -> answer(cluster, domain, question));
    }

    private SearchBudget budget() {
        SearchBudget usual = settings.searchBudget();
        return new SearchBudget(
                Math.max(1, usual.steps() / SHARE),
                usual.stepsPerCombination(),
                usual.rememberedBytes());
    }

    private Answer answer(ClusterState cluster, DomainId domain, Question question) {
        int configured = cluster.nodes().size();
        Integer reserve = question.reserve();
        if (reserve != null && reserve >= Math.max(1, configured)) {
            return new Answer.ReserveTooLarge(reserve, configured);
        }
        List<HostState> specified =
                hosts.hosts(domain).stream().map(host -> host.specification()).toList();
        DomainState state = inspect.state(domain).orElseGet(() -> DomainState.empty(domain));
        ClusterPicture picture =
                ClusterReading.of(cluster, specified, state, rulebook, clusters::has);
        Set<HostId> functioning =
                picture.nodes().stream().map(Node::host).collect(Collectors.toSet());
        Set<HostId> unknown = new TreeSet<>(question.failed());
        question.added().stream().map(Added::on).filter(on -> on != null).forEach(unknown::add);
        unknown.removeAll(functioning);
        if (!unknown.isEmpty()) {
            return new Answer.NotFunctioning(unknown, functioning);
        }
        if (reserve != null) {
            picture = picture.withReserve(reserve);
        }
        int number = 0;
        for (Added added : question.added()) {
            for (int i = 0; i < added.count(); i++) {
                VmId vm = new VmId(HYPOTHETICAL + "-" + ++number);
                picture =
                        picture.plus(
                                ClusterReading.wanted(
                                        vm,
                                        added.spec(),
                                        added.on(),
                                        cluster,
                                        specified,
                                        state,
                                        rulebook));
            }
        }
        picture = picture.afterFailureOf(question.failed());
        Tenant like =
                question.like() == null
                        ? null
                        : ClusterReading.wanted(
                                HYPOTHETICAL,
                                question.like(),
                                null,
                                cluster,
                                specified,
                                state,
                                rulebook);
        return new Answer.Judged(
                ReserveJudge.judge(picture, budget()),
                ReserveJudge.tolerance(picture, budget()),
                like == null
                        ? null
                        : ReserveJudge.roomFor(picture, like, question.atMost(), budget()));
    }
}
