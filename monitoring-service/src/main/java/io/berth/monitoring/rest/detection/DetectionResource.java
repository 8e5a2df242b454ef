package io.berth.monitoring.rest.detection;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.monitoring.app.detection.SetDetection;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.domain.detection.DetectionFit;
import io.berth.monitoring.rest.Paths;
import io.berth.monitoring.rest.Revisions;
import io.berth.monitoring.store.detection.DetectionStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How long hosts of a cluster may be silent before they are judged. */
@Path("/api/v1/clusters/{id}/detection")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DetectionResource {
    /** Of what is read at all; what may be set is less. */
    private static final Duration MAX = Duration.ofHours(1);

    private final RosterBook rosters;
    private final DetectionStore store;
    private final SetDetection set;
    private final LeaseTimings timings;

    @Inject
    public DetectionResource(
            RosterBook rosters, DetectionStore store, SetDetection set, LeaseTimings timings) {
        this.rosters = rosters;
        this.store = store;
        this.set = set;
        this.timings = timings;
    }

    /**
     * What is wanted.
     *
     * @param lease absent for the longest that the threshold outlasts
     */
    public record DetectionRequest(@Nullable String threshold, @Nullable String lease) {}

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Show how long hosts of a cluster may be silent, and who has followed")
    public Response show(@PathParam("id") String id) {
        return answer(cluster(id));
    }

    @PUT
    @RolesAllowed(ADMINISTRATOR)
    @Operation(
            summary = "Set how long hosts of a cluster may be silent",
            description =
                    "It holds from the place of its record in the log of heartbeats. A host that"
                            + " may hold a longer lease is judged when that has run out. If-Match"
                            + " with the ETag refuses to overwrite another's change.")
    public Response put(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable DetectionRequest body,
            @Context SecurityContext caller) {
        Long expected = EntityTags.expected(ifMatch);
        ClusterId cluster = cluster(id);
        DetectionRequest request = Requests.body(body);
        Fields fields = new Fields();
        Supplier<Duration> threshold =
                fields.read("threshold", request.threshold(), DetectionResource::duration);
        Supplier<@Nullable Duration> lease =
                fields.optional("lease", request.lease(), DetectionResource::duration);
        fields.check();
        return switch (set.put(
                cluster, threshold.get(), lease.get(), Callers.principal(caller), expected)) {
            case SetDetection.Put.Done _ -> answer(cluster);
            case SetDetection.Put.Misfit(DetectionFit.Misfit misfit) -> throw doesNotFit(misfit);
            case SetDetection.Put.Stale(long revision) ->
                    throw Revisions.stale("Detection of " + id, revision);
        };
    }

    private Response answer(ClusterId cluster) {
        DetectionView view =
                DetectionView.of(
                        cluster,
                        store.find(cluster).orElse(null),
                        store.progress(DomainId.of(cluster)).orElse(null),
                        timings);
        return Response.ok(view).tag(EntityTags.of(view.revision())).build();
    }

    private ClusterId cluster(String id) {
        ClusterId cluster = Paths.cluster(id);
        if (!rosters.rosters().containsKey(DomainId.of(cluster))) {
            throw new ProblemException(Problem.notFound("cluster", id));
        }
        return cluster;
    }

    private static ProblemException doesNotFit(DetectionFit.Misfit misfit) {
        Map<String, Object> values =
                switch (misfit) {
                    case DetectionFit.ThresholdTooShort m ->
                            Map.of(
                                    "threshold", m.threshold().toString(),
                                    "lease", m.lease().toString(),
                                    "kill", m.kill().toString(),
                                    "cap", m.cap().toString(),
                                    "neededThreshold", m.needed().toString(),
                                    "longestLease", m.longestLease().toString());
                    case DetectionFit.LeaseTooShort m ->
                            Map.of(
                                    "lease", m.lease().toString(),
                                    "shortestLease", m.shortest().toString(),
                                    "shortestThreshold", m.shortestThreshold().toString());
                    case DetectionFit.ThresholdTooLong m ->
                            Map.of(
                                    "threshold", m.threshold().toString(),
                                    "longestThreshold", m.longest().toString());
                };
        return new ProblemException(
                Problem.of(
                                422,
                                "detection-does-not-fit",
                                "Threshold and lease do not fit",
                                misfit.explain())
                        .withValues(values)
                        .withHint(misfit.hint()));
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative()
                    || duration.compareTo(MAX) > 0
                    || duration.toNanosPart() % 1_000_000 != 0) {
                throw new IllegalArgumentException(
                        text + " must be a whole number of milliseconds from PT0S to " + MAX);
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text + " is no duration; write PT12S", e);
        }
    }
}
