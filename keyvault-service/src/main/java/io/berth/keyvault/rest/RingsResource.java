package io.berth.keyvault.rest;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.keyvault.app.Rings;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.RingRules;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields.Fault;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Rings over HTTP: administrators make and rotate them, and open nothing with them. */
@Path("/api/v1/rings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RingsResource {
    private final Rings rings;
    private final Guard guard;

    RingsResource(Rings rings, Guard guard) {
        this.rings = rings;
        this.guard = guard;
    }

    /** A ring that is wished for. */
    record RingRequest(@Nullable String id, @Nullable List<@Nullable String> principals) {}

    @POST
    @Authenticated
    @Operation(summary = "Make a ring, with its first key and the principals that may use it")
    public Response create(@Nullable RingRequest request, @Context SecurityContext context) {
        guard.require(context, Right.CREATE_ALL_CHILD_OBJECTS, new Target.DcManager());
        if (request == null) {
            throw Requests.invalid(List.of(new Fault("", "the body is missing")));
        }
        List<Fault> faults = new ArrayList<>();
        RingId id = id(request.id(), faults);
        List<Principal> principals = principals(request.principals(), faults);
        if (id == null || !faults.isEmpty()) {
            throw Requests.invalid(faults);
        }
        Ring ring = Problems.doneOrThrow(rings.create(id, principals, Callers.principal(context)));
        return tagged(Response.created(URI.create("/api/v1/rings/" + id)), ring);
    }

    /**
     * Rules that are wished for a ring.
     *
     * @param minimumVersion missing for 1
     * @param rotateAfter ISO-8601; missing for 90 days
     */
    record RulesRequest(
            @Nullable List<@Nullable String> principals,
            @Nullable Long minimumVersion,
            @Nullable String rotateAfter) {}

    @PUT
    @Path("{id}")
    @Authenticated
    @Operation(
            summary = "Change who may use a ring, its lowest key that opens, and how old keys get",
            description =
                    "Replaces all three. If-Match with the ETag refuses to overwrite another's"
                            + " change. It counts in every instance from its next call on.")
    public Response change(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable RulesRequest request,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.GENERIC_WRITE, new Target.OfRing(ring));
        RulesRequest body = Requests.body(request);
        List<Fault> faults = new ArrayList<>();
        List<Principal> principals = principals(body.principals(), faults);
        KeyVersion minimum = minimum(body.minimumVersion(), faults);
        Duration rotateAfter = rotateAfter(body.rotateAfter(), faults);
        if (!faults.isEmpty()) {
            throw Requests.invalid(faults);
        }
        RingRules rules =
                new RingRules(principals, minimum, rotateAfter, EntityTags.expected(ifMatch));
        return tagged(
                Response.ok(),
                Problems.doneOrThrow(rings.change(ring, rules, Callers.principal(context))));
    }

    private static KeyVersion minimum(@Nullable Long version, List<Fault> faults) {
        long wanted = version == null ? 1 : version;
        if (wanted < 1 || wanted > Integer.MAX_VALUE) {
            faults.add(
                    new Fault(
                            "/minimumVersion",
                            "minimumVersion is "
                                    + wanted
                                    + "; allowed is 1 to the current version"));
            return KeyVersion.FIRST;
        }
        return new KeyVersion(wanted);
    }

    private static Duration rotateAfter(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return Ring.ROTATE_AFTER;
        }
        try {
            Duration wanted = Duration.parse(text);
            if (wanted.compareTo(Ring.SHORTEST_ROTATION) >= 0
                    && wanted.compareTo(Ring.LONGEST_ROTATION) <= 0) {
                return wanted;
            }
        } catch (DateTimeParseException e) {
            faults.add(new Fault("/rotateAfter", "rotateAfter is no duration such as P90D"));
            return Ring.ROTATE_AFTER;
        }
        faults.add(
                new Fault(
                        "/rotateAfter",
                        "rotateAfter is "
                                + text
                                + "; allowed is "
                                + Ring.SHORTEST_ROTATION
                                + " to "
                                + Ring.LONGEST_ROTATION));
        return Ring.ROTATE_AFTER;
    }

    @GET
    @Authenticated
    @Operation(summary = "List the rings, by id")
    public Page<RingView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext context) {
        guard.require(context, Right.GENERIC_READ, new Target.DcManager());
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                rings.page(page.afterId(), page.fetch()).stream().map(RingView::of).toList(),
                RingView::id);
    }

    @GET
    @Path("{id}")
    @Authenticated
    @Operation(summary = "Show a ring with its newest keys")
    public Response get(@PathParam("id") String id, @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.GENERIC_READ, new Target.OfRing(ring));
        return tagged(
                Response.ok(),
                rings.find(ring).orElseThrow(() -> Problems.of(new Refusal.UnknownRing(id))));
    }

    @POST
    @Path("{id}/rotate")
    @Authenticated
    @Operation(
            summary = "Give a ring another key",
            description =
                    "It protects from now on, in every instance; the keys before still open what"
                            + " they protected.")
    public RingView rotate(@PathParam("id") String id, @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.CREATE_ALL_CHILD_OBJECTS, new Target.OfRing(ring));
        return view(Problems.doneOrThrow(rings.rotate(ring, Callers.principal(context))));
    }

    private Response tagged(Response.ResponseBuilder answer, Ring ring) {
        return answer.entity(view(ring)).tag(EntityTags.of(ring.revision())).build();
    }

    private RingView view(Ring ring) {
        return RingView.withVersions(
                ring, rings.keys(ring.id(), Long.MAX_VALUE, RingView.MAX_VERSIONS));
    }

    private static @Nullable RingId id(@Nullable String id, List<Fault> faults) {
        try {
            return new RingId(id == null ? "" : id);
        } catch (IllegalArgumentException e) {
            faults.add(new Fault("/id", String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static List<Principal> principals(
            @Nullable List<@Nullable String> names, List<Fault> faults) {
        if (names == null || names.isEmpty()) {
            faults.add(new Fault("/principals", "name at least one principal"));
            return List.of();
        }
        if (names.size() > RingCreated.MAX_PRINCIPALS) {
            faults.add(
                    new Fault(
                            "/principals",
                            "principals has "
                                    + names.size()
                                    + " entries; at most "
                                    + RingCreated.MAX_PRINCIPALS
                                    + " are allowed"));
            return List.of();
        }
        List<Principal> principals = new ArrayList<>();
        Set<Principal> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            try {
                Principal principal = new Principal(name == null ? "" : name);
                principals.add(principal);
                if (!seen.add(principal)) {
                    faults.add(new Fault("/principals/" + i, principal + " stands twice"));
                }
            } catch (IllegalArgumentException e) {
                faults.add(new Fault("/principals/" + i, String.valueOf(e.getMessage())));
            }
        }
        return principals;
    }
}
