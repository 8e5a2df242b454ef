package io.berth.keyvault.rest;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.app.KeyLives;
import io.berth.keyvault.app.Rings;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
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
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Single keys of rings over HTTP: shown, disabled, enabled, destroyed after a wait. */
@Path("/api/v1/rings/{id}/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KeysResource {
    private final Rings rings;
    private final KeyLives lives;
    private final Guard guard;

    KeysResource(Rings rings, KeyLives lives, Guard guard) {
        this.rings = rings;
        this.lives = lives;
        this.guard = guard;
    }

    /**
     * A wish to destroy a key.
     *
     * @param waitFor ISO-8601; missing for the usual time
     * @param force whether records may be lost; missing for no
     */
    record DestructionRequest(@Nullable String waitFor, @Nullable Boolean force) {}

    @GET
    @Authenticated
    @Operation(summary = "List the keys of a ring, the newest first")
    public Page<KeyView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.GENERIC_READ, new Target.OfRing(ring));
        PageRequest page = PageRequest.of(limit, cursor);
        if (rings.find(ring).isEmpty()) {
            throw Problems.of(new Refusal.UnknownRing(id));
        }
        return Page.of(
                page,
                rings.keys(ring, page.afterNumber(Long.MAX_VALUE), page.fetch()).stream()
                        .map(KeyView::of)
                        .toList(),
                key -> Long.toString(key.version()));
    }

    @GET
    @Path("{version}")
    @Authenticated
    @Operation(summary = "Show a key, and what the holders of ciphertexts counted under it")
    public KeyView get(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        KeyVersion key = key(ring, version);
        guard.require(context, Right.GENERIC_READ, new Target.OfKey(ring, key));
        return KeyView.of(Problems.doneOrThrow(lives.find(ring, key)));
    }

    @POST
    @Path("{version}/disable")
    @Authenticated
    @Operation(
            summary = "Let a key open nothing until it is enabled",
            description = "Counts in every instance from its next call on.")
    public KeyView disable(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Context SecurityContext context) {
        return changed(id, version, context, lives::disable);
    }

    @POST
    @Path("{version}/enable")
    @Authenticated
    @Operation(summary = "Let a disabled key open again")
    public KeyView enable(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Context SecurityContext context) {
        return changed(id, version, context, lives::enable);
    }

    @POST
    @Path("{version}/schedule-destruction")
    @Authenticated
    @Operation(
            summary = "Let a key open nothing, and erase it after a wait",
            description =
                    "Refused while a holder of ciphertexts has not counted zero under it; with"
                            + " force it is destroyed all the same, and census.records of the"
                            + " answer are lost.")
    public KeyView scheduleDestruction(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Nullable DestructionRequest request,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        KeyVersion key = key(ring, version);
        guard.require(context, Right.DELETE, new Target.OfKey(ring, key));
        DestructionRequest wish = request == null ? new DestructionRequest(null, null) : request;
        Fields fields = new Fields();
        Supplier<@Nullable Duration> wait =
                fields.optional("waitFor", wish.waitFor(), KeysResource::duration);
        fields.check();
        return KeyView.of(
                Problems.doneOrThrow(
                        lives.scheduleDestruction(
                                ring,
                                key,
                                wait.get(),
                                Boolean.TRUE.equals(wish.force()),
                                Callers.principal(context))));
    }

    @POST
    @Path("{version}/cancel-destruction")
    @Authenticated
    @Operation(summary = "Let a key live that was to be destroyed; it stays disabled")
    public KeyView cancelDestruction(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Context SecurityContext context) {
        return changed(id, version, context, lives::cancelDestruction);
    }

    /** What is done to a key, and by whom. */
    @FunctionalInterface
    private interface Act {
        Outcome<KeyLives.Standing> on(RingId ring, KeyVersion version, Principal by);
    }

    private KeyView changed(String id, String version, SecurityContext context, Act act) {
        RingId ring = Problems.ring(id);
        KeyVersion key = key(ring, version);
        guard.require(context, Right.GENERIC_WRITE, new Target.OfKey(ring, key));
        return KeyView.of(Problems.doneOrThrow(act.on(ring, key, Callers.principal(context))));
    }

    private static KeyVersion key(RingId ring, String version) {
        return Problems.key(ring, version);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it is no duration such as P7D", e);
        }
    }
}
