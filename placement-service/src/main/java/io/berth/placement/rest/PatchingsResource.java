package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.InspectPatching;
import io.berth.placement.app.InspectPatching.Answer;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.store.OperationQuery;
import io.berth.placement.store.OperationStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests to patch clusters. */
@Path("/api/v1")
@RunOnVirtualThread
public class PatchingsResource {
    private static final Duration DEFAULT_LIMIT = Duration.ofHours(1);

    /** A node that is not back after a week is no matter of patience. */
    private static final Duration MAX_LIMIT = Duration.ofDays(7);

    private final InspectPatching inspect;
    private final RequestedOperations requests;
    private final OperationStore store;
    private final InstantSource clock;

    @Inject
    public PatchingsResource(
            InspectPatching inspect,
            RequestedOperations requests,
            OperationStore store,
            InstantSource clock) {
        this.inspect = inspect;
        this.requests = requests;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A cluster whose nodes are to be patched.
     *
     * @param nodes those to patch; all of the cluster when absent
     * @param atOnce how many may be away at the same time; one when absent
     * @param rebootMeansPatched whether a new life of the agent says that its node is patched; no
     *     when absent
     * @param patchLimit how long the patch hook may take; an hour when absent
     * @param mode {@code LIVE} or {@code QUICK}; absent to let placement choose by the link
     * @param overrideReason why it shall go on where the reserve is not kept; absent when it waits
     */
    public record PatchingRequest(
            @Nullable ClusterId cluster,
            @Nullable List<HostId> nodes,
            @Nullable Integer atOnce,
            @Nullable Boolean rebootMeansPatched,
            @Nullable Duration patchLimit,
            @Nullable MigrationMode mode,
            @Nullable String overrideReason) {
        /**
         * @throws IllegalArgumentException when a part is missing or out of range
         */
        public PatchingRequest {
            Require.present("cluster", cluster);
            if (patchLimit != null) {
                Require.range(
                        "patchLimit in seconds", patchLimit.toSeconds(), 1, MAX_LIMIT.toSeconds());
            }
            if (overrideReason != null && overrideReason.isBlank()) {
                throw new IllegalArgumentException("overrideReason is blank; say why");
            }
        }

        PatchClusterRequested typed(DomainId domain, OperationId id, Principal by) {
            return new PatchClusterRequested(
                    domain,
                    id,
                    nodes == null ? List.of() : nodes,
                    atOnce == null ? 1 : atOnce,
                    Boolean.TRUE.equals(rebootMeansPatched),
                    patchLimit == null ? DEFAULT_LIMIT : patchLimit,
                    mode,
                    overrideReason,
                    by);
        }
    }

    /** Patches the nodes of a cluster in an order that keeps its reserve. */
    @POST
    @Path("patchings")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response patch(
            @Nullable PatchingRequest request,
            @QueryParam("dryRun") boolean dryRun,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context SecurityContext caller) {
        PatchingRequest body = Requests.body(request);
        ClusterId cluster = Require.present("cluster", body.cluster());
        Principal by = Callers.principal(caller);
        OperationId id = RequestedOperations.id(by, key);
        PatchClusterRequested asked;
        try {
            asked = body.typed(DomainId.of(cluster), id, by);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(400, "invalid-request", "Invalid request", e.getMessage()));
        }
        OperationRow pending = OperationRow.of(asked, clock.instant());
        Optional<Response> earlier =
                dryRun ? Optional.empty() : requests.earlier(asked.domain(), pending);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Answer.Planned plan = plan(cluster, pending);
        if (dryRun) {
            return Response.ok(PatchPlanView.of(cluster, plan, asked.atOnce())).build();
        }
        requireAlone(asked.domain());
        if (asked.override() == null) {
            requireReserve(cluster, plan, asked.atOnce());
        }
        return requests.take(asked.domain(), pending, asked);
    }

    private Answer.Planned plan(ClusterId cluster, OperationRow pending) {
        PatchRun run = pending.patch();
        Answer answer =
                (run == null ? Optional.<Answer>empty() : inspect.plan(cluster, run.wish()))
                        .orElseThrow(() ->
                                new ProblemException(Problem.notFound("cluster", cluster.value())));
        return switch (answer) {
            case Answer.Planned planned -> planned;
            case Answer.NoNodes none ->
                    throw new ProblemException(
                            Problem.of(
                                            422,
                                            "not-a-node",
                                            "Not a node of the cluster",
                                            "These are no nodes of cluster %s: %s"
                                                    .formatted(
                                                            cluster, new TreeSet<>(none.hosts())))
                                    .with("hosts", new TreeSet<>(none.hosts()))
                                    .with("nodes", new TreeSet<>(none.nodes())));
        };
    }

    /** One operation at a time patches a cluster; of two at once the owner refuses the second. */
    private void requireAlone(DomainId domain) {
        OperationQuery open =
                new OperationQuery(domain, OperationKind.PATCH, null, null, null, false);
        store.list(open, null, 1).stream()
                .findFirst()
                .ifPresent(known -> {
                    throw new ProblemException(
                            Problem.of(
                                            409,
                                            "already-patching",
                                            "The cluster is being patched",
                                            "Operation %s patches it and is %s"
                                                    .formatted(
                                                            known.row().id(), known.row().state()))
                                    .with("operation", known.row().id())
                                    .withHint("Wait for its end, or cancel it"));
                });
    }

    private static void requireReserve(ClusterId cluster, Answer.Planned plan, int atOnce) {
        PatchPlanView view = PatchPlanView.of(cluster, plan, atOnce);
        if (!view.keepsReserve()) {
            PatchPlanView.TurnView first =
                    view.steps().stream()
                            .filter(step -> !step.keepsReserve())
                            .findFirst()
                            .orElseThrow();
            throw new ProblemException(
                    Problem.of(
                                    409,
                                    "reserve-not-kept",
                                    "The node failure reserve would not hold",
                                    "With %s away %s".formatted(first.host(), first.reserve()))
                            .with("cluster", cluster)
                            .with("reserve", plan.reserve())
                            .with("functioning", plan.functioning())
                            .with("breaking", view.breaking())
                            .withHint(
                                    "Free room, name fewer nodes or fewer at once, or give"
                                            + " overrideReason; ?dryRun=true shows every step"));
        }
    }
}
