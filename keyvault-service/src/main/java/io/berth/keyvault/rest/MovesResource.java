package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.keyvault.app.move.KeyMoves;
import io.berth.keyvault.domain.MoveRefusal;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.keyvault.domain.move.KeyMove;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Moves of keys from one container to another over HTTP. */
@Path("/api/v1/container/moves")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Authenticated
public class MovesResource {
    private final KeyMoves moves;
    private final Guard guard;

    MovesResource(KeyMoves moves, Guard guard) {
        this.moves = moves;
        this.guard = guard;
    }

    /**
     * A wish to move all keys.
     *
     * @param to {@code postgres} or {@code ldap}
     */
    record MoveRequest(@Nullable String to) {}

    /** What held a move up last. */
    record TroubleView(String what, Instant at) {}

    /**
     * A move as it is shown.
     *
     * @param left keys that are still elsewhere, by their place
     * @param toErase copies that are still to be erased where keys were
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MoveView(
            UUID id,
            String to,
            String state,
            String startedBy,
            Instant startedAt,
            @Nullable Instant endedAt,
            long toMove,
            long moved,
            Map<String, Long> left,
            long toErase,
            @Nullable TroubleView trouble) {
        static MoveView of(KeyMove move) {
            Map<String, Long> left = new TreeMap<>();
            move.left().forEach((place, keys) -> left.put(place.name(), keys));
            KeyMove.Trouble trouble = move.trouble();
            return new MoveView(
                    move.id(),
                    move.to().name(),
                    move.state().name(),
                    move.startedBy().value(),
                    move.startedAt(),
                    move.endedAt(),
                    move.toMove(),
                    move.moved(),
                    left,
                    move.toErase(),
                    trouble == null ? null : new TroubleView(trouble.what(), trouble.at()));
        }
    }

    @POST
    @Operation(
            summary = "Move all keys to a container that all instances read",
            description =
                    "Goes on by itself while calls are served, on all instances and over restarts;"
                            + " new keys are made there from now on. Answers 202 with the move.")
    public Response start(@Nullable MoveRequest request, @Context SecurityContext context) {
        // Where they were they are deleted; what it takes to make them anew, the vault's account
        // has.
        guard.require(context, Right.DELETE, new Target.DcManager());
        Fields fields = new Fields();
        Supplier<Place> to = fields.read("to", request == null ? null : request.to(), Place::new);
        fields.check();
        MoveView move =
                MoveView.of(Problems.doneOrThrow(moves.move(to.get(), Callers.principal(context))));
        return Response.accepted(move)
                .location(URI.create("/api/v1/container/moves/" + move.id()))
                .build();
    }

    @GET
    @Operation(summary = "List the moves of keys, the newest first")
    public Page<MoveView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext context) {
        guard.require(context, Right.GENERIC_READ, new Target.DcManager());
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                        page,
                        moves.page(page.afterNumber(Long.MAX_VALUE), page.fetch()),
                        move -> Long.toString(move.number()))
                .map(MoveView::of);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show how far a move of keys is")
    public MoveView get(@PathParam("id") String id, @Context SecurityContext context) {
        guard.require(context, Right.GENERIC_READ, new Target.DcManager());
        try {
            return MoveView.of(Problems.doneOrThrow(moves.find(UUID.fromString(id))));
        } catch (IllegalArgumentException e) {
            throw Problems.of(new MoveRefusal.UnknownMove(id));
        }
    }
}
