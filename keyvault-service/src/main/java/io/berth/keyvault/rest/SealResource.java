package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.domain.seal.SealOrder;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.domain.seal.Wanted;
import io.berth.kit.rest.Callers;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Seals and unseals over HTTP. Works while the vault is sealed; bodies are read by hand, as they
 * are secret.
 */
@Path("/api/v1/seal")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SealResource {
    private final Seal seal;

    SealResource(Seal seal) {
        this.seal = seal;
    }

    /**
     * Whether this instance is sealed.
     *
     * @param waitingFor what unseals it
     * @param shares to be given to their keepers: shown now and never again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SealView(
            String state,
            @Nullable String method,
            @Nullable String waitingFor,
            @Nullable Integer sharesGiven,
            @Nullable Integer sharesNeeded,
            @Nullable Instant sealedAt,
            @Nullable String sealedBy,
            @Nullable List<String> shares) {
        static SealView of(SealState state, List<String> shares) {
            List<String> shown = shares.isEmpty() ? null : shares;
            return switch (state) {
                case SealState.Uninitialised _ ->
                        new SealView("UNINITIALISED", null, null, null, null, null, null, shown);
                case SealState.Unsealed(var method) ->
                        new SealView(
                                "UNSEALED", method.name(), null, null, null, null, null, shown);
                case SealState.Sealed sealed -> {
                    SealOrder order = sealed.order();
                    boolean split = sealed.needed() > 0;
                    yield new SealView(
                            "SEALED",
                            sealed.method().name(),
                            sealed.waiting().name(),
                            split ? sealed.given() : null,
                            split ? sealed.needed() : null,
                            order == null ? null : order.at(),
                            order == null ? null : order.by().value(),
                            shown);
                }
            };
        }

        @Override
        public String toString() {
            return "SealView[" + state + "]";
        }
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(summary = "Show whether this instance is sealed, and what it waits for")
    public Response show() {
        return answer(SealView.of(seal.state(), List.of()));
    }

    @POST
    @Path("initialise")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Say what is to open a new vault",
            description =
                    "{method: FILE | PASSPHRASE | SHARES | PKCS11, passphrase, shares, threshold}."
                            + " Shares are shown in this answer and never again.")
    public Response initialise(byte[] body, @Context SecurityContext context) {
        try (SealBody.Wish wish = SealBody.wish(body);
                Wanted wanted = wish.wanted()) {
            return answer(seal.initialise(wanted, Callers.principal(context)));
        }
    }

    @POST
    @Path("unseal")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Unseal this instance",
            description =
                    "{passphrase}, or {share} once for each keeper, or {} where a file or a token"
                            + " opens the vault.")
    public Response unseal(byte[] body, @Context SecurityContext context) {
        try (SealBody.Given given = SealBody.given(body);
                Proof proof = given.proof()) {
            return answer(seal.unseal(proof, Callers.principal(context)));
        }
    }

    @POST
    @Path("seal")
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Seal all instances",
            description =
                    "This one at once, the others within a second. Each is unsealed for itself.")
    public Response seal(@Context SecurityContext context) {
        return answer(seal.seal(Callers.principal(context)));
    }

    @POST
    @Path("rekey")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Change what opens the root key",
            description =
                    "{current: {passphrase} or {shares: [...]} or {}, to: as in initialise}. The"
                            + " root key stays the same; what opened it before opens it no more.")
    public Response rekey(byte[] body, @Context SecurityContext context) {
        try (SealBody.Change change = SealBody.change(body);
                Proof current = change.current().proof();
                Wanted wanted = change.to().wanted()) {
            return answer(seal.rekey(current, wanted, Callers.principal(context)));
        }
    }

    private static Response answer(Outcome<Seal.Done> outcome) {
        Seal.Done done = Problems.doneOrThrow(outcome);
        return answer(SealView.of(done.state(), done.shares()));
    }

    private static Response answer(SealView view) {
        return Response.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
