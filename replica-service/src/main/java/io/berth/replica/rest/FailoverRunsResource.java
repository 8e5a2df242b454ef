package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.SiteId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.FailoverRuns;
import io.berth.replica.app.FailoverRuns.Scope;
import io.berth.replica.app.FailoverRuns.Seen;
import io.berth.replica.domain.Verdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Failovers of groups and sites over HTTP. What is begun goes on by itself. */
@Path("/api/v1/failover-runs")
@RunOnVirtualThread
public class FailoverRunsResource {
    private static final String PATH = "/api/v1/failover-runs";

    /** Beyond it nobody speaks of replication. */
    private static final Duration MOST_LOSS = Duration.ofDays(365);

    /** Microseconds since 1970 of a moment that no run began after. */
    private static final long FAR =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

    private final FailoverRuns runs;

    FailoverRunsResource(FailoverRuns runs) {
        this.runs = runs;
    }

    /**
     * A run that is wished for, of a group or of a site.
     *
     * @param kind {@code planned} or {@code unplanned}
     * @param acceptLossUpTo ISO 8601, of an unplanned one: a VM that would lose more is left out
     * @param rehearse whether only to say what would come of it
     */
    record Request(
            @Nullable String group,
            @Nullable String site,
            @Nullable String kind,
            @Nullable String acceptLossUpTo,
            @Nullable Boolean rehearse) {}

    /** All runs, the newest first. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<FailoverRunView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Instant before = Instant.EPOCH.plus(page.afterNumber(FAR), ChronoUnit.MICROS);
        return Page.of(
                page,
                runs.page(before, page.fetch()).stream().map(FailoverRunView::withoutVms).toList(),
                view -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, view.begunAt())));
    }

    /** One run with all its VMs. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public FailoverRunView get(@PathParam("id") String id) {
        return runs.find(id).map(FailoverRunView::of).orElseThrow(() -> Problems.noRun(id));
    }

    /** Begins one, or says what would come of it. */
    @POST
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response begin(@Nullable Request request, @Context SecurityContext caller) {
        Request asked = Requests.body(request);
        Fields fields = new Fields();
        var scope = scope(asked, fields);
        var kind = fields.read("kind", asked.kind(), FailoverRequest::kind);
        var accepted =
                fields.optionalDuration(
                        "acceptLossUpTo", asked.acceptLossUpTo(), Duration.ZERO, MOST_LOSS);
        fields.check();
        if ((kind.get() == FailoverKind.UNPLANNED) != (accepted.get() != null)) {
            fields.fault(
                    "acceptLossUpTo",
                    kind.get() == FailoverKind.UNPLANNED
                            ? "acceptLossUpTo is missing: an unplanned failover loses what was"
                                    + " written after the newest point"
                            : "a planned failover loses nothing: leave acceptLossUpTo out");
            fields.check();
        }
        if (Boolean.TRUE.equals(asked.rehearse())) {
            return Response.ok(
                            view(
                                    runs.rehearse(
                                            scope.get(),
                                            kind.get(),
                                            accepted.get(),
                                            Callers.principal(caller))))
                    .build();
        }
        FailoverRunView begun =
                view(
                        runs.begin(
                                scope.get(),
                                kind.get(),
                                accepted.get(),
                                Callers.principal(caller)));
        return Response.accepted(begun).location(URI.create(PATH + "/" + begun.id())).build();
    }

    private static Supplier<Scope> scope(Request asked, Fields fields) {
        if (asked.group() != null && asked.site() == null) {
            return fields.read("group", asked.group(), Scope.OfGroup::new);
        }
        if (asked.site() != null && asked.group() == null) {
            return fields.read("site", asked.site(), id -> new Scope.OfSite(new SiteId(id)));
        }
        return fields.fault("", "name either a group or a site");
    }

    /** No further failover is begun; those under way go on. */
    @POST
    @Path("{id}/stop")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public FailoverRunView stop(@PathParam("id") String id, @Context SecurityContext caller) {
        return view(runs.stop(id, Callers.principal(caller)));
    }

    private static FailoverRunView view(Verdict<Seen> verdict) {
        return FailoverRunView.of(Problems.acceptedOrThrow(verdict));
    }
}
