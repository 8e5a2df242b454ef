package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.contracts.placement.ExactJudgement;
import io.berth.contracts.placement.ReserveDecider;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectReserve;
import io.berth.placement.app.InspectReserve.Answer;
import io.berth.placement.app.ReserveEvents;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.store.ReserveStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether clusters could lose the nodes that they should be able to lose. */
@Path("/api/v1/clusters")
@RunOnVirtualThread
public class ClustersResource {
    /** Most VMs that a question adds: more than one node holds. */
    private static final int MAX_ADDED = 1000;

    /** Where counting how many more fit ends. */
    private static final int MAX_COUNTED = 1000;

    private final ReserveStore store;
    private final InspectReserve inspect;
    private final InstantSource clock;

    @Inject
    public ClustersResource(ReserveStore store, InspectReserve inspect, InstantSource clock) {
        this.store = store;
        this.inspect = inspect;
        this.clock = clock;
    }

    /**
     * A cluster in a list.
     *
     * @param reserve R
     * @param functioning F
     * @param configured N
     */
    public record ClusterView(
            ClusterId cluster,
            boolean overCommitted,
            ReserveDecider decidedBy,
            int configured,
            int functioning,
            int reserve,
            long vms) {
        static ClusterView of(ClusterReserveJudged judged) {
            return new ClusterView(
                    judged.cluster(),
                    judged.overCommitted(),
                    judged.decidedBy(),
                    judged.configured(),
                    judged.functioning(),
                    judged.reserve(),
                    judged.vms());
        }
    }

    /** The clusters that have been judged, in order of id. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public Page<ClusterView> list(
            @QueryParam("overCommitted") @Nullable String overCommitted,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Boolean wanted =
                Parameters.optional("overCommitted", overCommitted, ClustersResource::flag);
        List<ClusterView> found =
                store.list(wanted, page.after(), page.fetch()).stream()
                        .map(ClusterView::of)
                        .toList();
        return Page.of(page, found, view -> view.cluster().value());
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "it is " + text + "; allowed are true and false");
        };
    }

    /** The newest judgements of one cluster, all three. */
    @GET
    @Path("{id}/reserve")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public ClusterReserveJudged reserve(String id) {
        ClusterId cluster = Parameters.required("id", id, ClusterId::new);
        return store.find(cluster)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.notFound("judgement of cluster", id)
                                        .withHint(
                                                "A cluster is judged as soon as one of its nodes"
                                                        + " has been seen")));
    }

    /**
     * VMs that would be there as well.
     *
     * @param count one when absent
     * @param host the node that they would be put on; absent when that is left open
     */
    public record AddedVms(VmSpec spec, @Nullable Integer count, @Nullable HostId host) {
        /**
         * @throws IllegalArgumentException when a part is missing or out of range
         */
        public AddedVms {
            Require.present("added[].spec", spec);
            if (count != null) {
                Require.range("added[].count", count, 1, MAX_ADDED);
            }
        }
    }

    /**
     * What would be otherwise; absent parts stay as they are.
     *
     * @param moreLike asks how many more VMs of this size fit with the reserve kept
     * @param atMost where that count ends; 100 when absent
     */
    public record Question(
            @Nullable Integer nodeFailureReserve,
            @Nullable List<HostId> failedNodes,
            @Nullable List<AddedVms> added,
            @Nullable VmSpec moreLike,
            @Nullable Integer atMost) {
        private static final int USUAL_COUNT = 100;

        /**
         * @throws IllegalArgumentException when a part is out of range
         */
        public Question {
            if (nodeFailureReserve != null) {
                Require.range("nodeFailureReserve", nodeFailureReserve, 0, ClusterState.MAX_NODES);
            }
            failedNodes =
                    failedNodes == null
                            ? List.of()
                            : Require.distinct("failedNodes", failedNodes, ClusterState.MAX_NODES);
            added = added == null ? List.of() : Require.list("added", added, MAX_ADDED);
            Require.range("added", added.stream().mapToInt(Question::count).sum(), 0, MAX_ADDED);
            if (atMost != null) {
                Require.range("atMost", atMost, 1, MAX_COUNTED);
            }
        }

        private static int count(AddedVms vms) {
            return vms.count() == null ? 1 : vms.count();
        }

        InspectReserve.Question typed() {
            List<HostId> failed = failedNodes == null ? List.of() : failedNodes;
            List<AddedVms> more = added == null ? List.of() : added;
            return new InspectReserve.Question(
                    nodeFailureReserve,
                    Set.copyOf(failed),
                    more.stream()
                            .map(vms ->
                                    new InspectReserve.Added(vms.spec(), count(vms), vms.host()))
                            .toList(),
                    moreLike,
                    atMost == null ? USUAL_COUNT : atMost);
        }
    }

    /**
     * How it would be.
     *
     * @param mayFail how many nodes may fail, whatever the reserve is; −1 when not even the VMs
     *     without a node have room now
     * @param oneMore why not one more; absent when all nodes but one may fail
     * @param moreFit absent when it was not asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WhatIfAnswer(
            ClusterReserveJudged judgement,
            int mayFail,
            @Nullable ExactJudgement oneMore,
            @Nullable MoreFit moreFit) {}

    /**
     * How many more VMs fit, one after the other, with the reserve kept.
     *
     * @param complete whether no node takes one more; false when the bound or the budget ended it
     * @param on for each of them the node it was put on
     */
    public record MoreFit(int atLeast, boolean complete, List<HostId> on) {
        /** Takes a copy. */
        public MoreFit {
            on = List.copyOf(on);
        }
    }

    /** The judgements as they would be with another reserve, failed nodes or more VMs. */
    @POST
    @Path("{id}/reserve/what-if")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public WhatIfAnswer whatIf(String id, @Nullable Question question) {
        ClusterId cluster = Parameters.required("id", id, ClusterId::new);
        Answer answer =
                inspect.whatIf(cluster, Requests.body(question).typed())
                        .orElseThrow(() -> new ProblemException(Problem.notFound("cluster", id)));
        return switch (answer) {
            case Answer.Judged judged -> view(cluster, judged);
            case Answer.NotFunctioning none -> throw notFunctioning(none);
            case Answer.ReserveTooLarge large -> throw reserveTooLarge(cluster, large);
        };
    }

    private WhatIfAnswer view(ClusterId cluster, Answer.Judged judged) {
        ReserveJudge.Room room = judged.room();
        io.berth.placement.domain.reserve.ExactJudgement next = judged.tolerance().next();
        return new WhatIfAnswer(
                ReserveEvents.judged(cluster, judged.judgement(), clock.instant(), 0),
                judged.tolerance().mayFail(),
                next == null ? null : ReserveEvents.exact(next),
                room == null ? null : new MoreFit(room.atLeast(), room.complete(), room.on()));
    }

    private static ProblemException notFunctioning(Answer.NotFunctioning none) {
        return new ProblemException(
                Problem.of(
                                400,
                                "not-a-functioning-node",
                                "Not a functioning node of the cluster",
                                "These are no functioning nodes of the cluster: " + none.hosts())
                        .with("hosts", new TreeSet<>(none.hosts()))
                        .with("functioning", new TreeSet<>(none.functioning()))
                        .withHint("Name nodes that are up and not in maintenance"));
    }

    private static ProblemException reserveTooLarge(
            ClusterId cluster, Answer.ReserveTooLarge large) {
        return new ProblemException(
                Problem.of(
                                409,
                                "13803",
                                "Invalid cluster node failure reserve",
                                "The cluster node failure reserve equals or exceeds the number of"
                                        + " nodes in cluster "
                                        + cluster)
                        .with("cluster", cluster)
                        .with("nodeFailureReserve", large.reserve())
                        .with("nodes", large.configured())
                        .withHint(
                                "Specify a cluster node failure reserve less than the number of"
                                        + " nodes in the cluster and then try the operation"
                                        + " again"));
    }
}
