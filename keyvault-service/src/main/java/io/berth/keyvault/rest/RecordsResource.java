package io.berth.keyvault.rest;

import io.berth.keyvault.app.KeyvaultMetrics;
import io.berth.keyvault.app.KeyvaultMetrics.Operation;
import io.berth.keyvault.app.Protecting;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Rewrapping;
import io.berth.keyvault.app.Unprotecting;
import io.berth.keyvault.app.Unprotecting.Closed;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.rest.RecordsBody.Request;
import io.berth.kit.rest.Callers;
import io.berth.kit.security.Roles;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/**
 * Protects and opens records over HTTP. Everybody with a token reaches it, so that an attempt of
 * somebody who may not is refused by the ring's own rule, and audited.
 *
 * <p>On pooled threads, unlike all other resources: ciphers and the source of random bytes are kept
 * for each thread and would be made anew for each call on a virtual one, and most calls wait for
 * nothing but their audit.
 */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Blocking
public class RecordsResource {
    private static final String NOWHERE = "no-store";

    private final Protecting protecting;
    private final Unprotecting unprotecting;
    private final Rewrapping rewrapping;
    private final KeyvaultMetrics metrics;

    RecordsResource(
            Protecting protecting,
            Unprotecting unprotecting,
            Rewrapping rewrapping,
            KeyvaultMetrics metrics) {
        this.protecting = protecting;
        this.unprotecting = unprotecting;
        this.rewrapping = rewrapping;
        this.metrics = metrics;
    }

    @POST
    @Path("protect")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Protect records",
            description =
                    "{ring, records: [{object, field, plaintext}]}, up to 1000 of up to 64 KiB;"
                            + " plaintext is base64. Answers {ring, keyVersion, records: [{object,"
                            + " field, ciphertext}]} in the same order, or refuses all.")
    public Response protect(byte[] body, @Context SecurityContext context) {
        return metrics.timed(
                Operation.PROTECT,
                () -> {
                    Caller caller = caller(context);
                    Request<byte[]> request = RecordsBody.ofPlaintexts(body);
                    List<Plain> records =
                            request.records((ref, bytes) -> new Plain(ref, new Secret(bytes)));
                    try {
                        return answer(
                                RecordsAnswer.of(
                                        request.ring(),
                                        records,
                                        Problems.doneOrThrow(
                                                protecting.protect(
                                                        caller, request.ring(), records))));
                    } finally {
                        records.forEach(record -> record.plaintext().destroy());
                    }
                });
    }

    @POST
    @Path("unprotect")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Open protected records",
            description =
                    "{ring, records: [{object, field, ciphertext}]}. Answers {ring, records:"
                        + " [{object, field, status, …}]} in the same order: status opened with"
                        + " keyVersion and plaintext in base64, or refused with code, detail and"
                        + " hint. Each record is judged by itself.")
    public Response unprotect(byte[] body, @Context SecurityContext context) {
        return metrics.timed(
                Operation.UNPROTECT,
                () -> {
                    Caller caller = caller(context);
                    Request<String> request = RecordsBody.ofCiphertexts(body);
                    List<Result> results =
                            Problems.doneOrThrow(
                                    unprotecting.unprotect(
                                            caller, request.ring(), request.records(Closed::new)));
                    try {
                        return answer(RecordsAnswer.of(request.ring(), results));
                    } finally {
                        Unprotecting.destroy(results);
                    }
                });
    }

    @POST
    @Path("rewrap")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Exchange ciphertexts of older keys for ones of the current key",
            description =
                    "{ring, records: [{object, field, ciphertext}]}. Answers {ring, keyVersion,"
                        + " records: [{object, field, status, …}]} in the same order: status"
                        + " rewrapped with the new ciphertext and fromVersion, current, or refused"
                        + " with code, detail and hint. No plaintext leaves the vault.")
    public Response rewrap(byte[] body, @Context SecurityContext context) {
        return metrics.timed(
                Operation.REWRAP,
                () -> {
                    Request<String> request = RecordsBody.ofCiphertexts(body);
                    return answer(
                            RecordsAnswer.of(
                                    request.ring(),
                                    Problems.doneOrThrow(
                                            rewrapping.rewrap(
                                                    caller(context),
                                                    request.ring(),
                                                    request.records(Closed::new)))));
                });
    }

    private static Caller caller(SecurityContext context) {
        return new Caller(Callers.principal(context), context.isUserInRole(Roles.SERVICE));
    }

    private static Response answer(byte[] body) {
        return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, NOWHERE).build();
    }
}
