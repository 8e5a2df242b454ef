package io.berth.monitoring.rest.enrolment;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.monitoring.app.enrolment.Revocations;
import io.berth.monitoring.domain.enrolment.CertificateState;
import io.berth.monitoring.rest.Paths;
import io.berth.monitoring.store.enrolment.CertificateStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Certificates of agents: which there are, and their end before their time. */
@Path("/api/v1/certificates")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CertificatesResource {
    private static final int MAX_REASON = 512;

    /** Further ahead, no certificate ends. */
    private static final Duration LONGEST = Duration.ofDays(3653);

    private final CertificateStore store;
    private final Revocations revocations;
    private final InstantSource clock;

    @Inject
    public CertificatesResource(
            CertificateStore store, Revocations revocations, InstantSource clock) {
        this.store = store;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Why a certificate is revoked. */
    public record RevokeRequest(@Nullable String reason) {}

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR})
    @Operation(
            summary = "List certificates of agents by serial number",
            description =
                    "Of a host, in a state (VALID, EXPIRED, REVOKED), or valid and ending within a"
                            + " duration such as P3D.")
    public Page<CertificateView> list(
            @QueryParam("host") @Nullable String host,
            @QueryParam("state") @Nullable String state,
            @QueryParam("expiringWithin") @Nullable String within,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Instant now = clock.instant();
        Duration left = Parameters.optional("expiringWithin", within, CertificatesResource::left);
        CertificateState wanted = Parameters.optional("state", state, CertificatesResource::state);
        CertificateStore.Filter filter =
                new CertificateStore.Filter(
                        Parameters.optional("host", host, HostId::new),
                        wanted == null && left != null ? CertificateState.VALID : wanted,
                        left == null ? null : now.plus(left));
        return Page.of(
                        page,
                        store.list(filter, now, page.afterId(), page.fetch()),
                        each -> each.serial().value())
                .map(each -> CertificateView.of(each, now));
    }

    private static CertificateState state(String text) {
        try {
            return CertificateState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "allowed are " + List.of(CertificateState.values()), e);
        }
    }

    private static Duration left(String text) {
        try {
            Duration left = Duration.parse(text);
            if (left.isNegative() || left.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("allowed is PT0S to " + LONGEST);
            }
            return left;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it is no duration such as P3D", e);
        }
    }

    @GET
    @Path("/{serial}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR})
    @Operation(summary = "Show a certificate of an agent")
    public CertificateView show(@PathParam("serial") String serial) {
        CertificateSerial number = Paths.serial(serial);
        return store.find(number)
                .map(found -> CertificateView.of(found, clock.instant()))
                .orElseThrow(() -> notFound(number));
    }

    @POST
    @Path("/{serial}/revoke")
    @RolesAllowed(ADMINISTRATOR)
    @Operation(
            summary = "Revoke a certificate",
            description =
                    "In force everywhere a moment later. Repeated, it answers how the certificate"
                            + " stands.")
    public CertificateView revoke(
            @PathParam("serial") String serial,
            @Nullable RevokeRequest body,
            @Context SecurityContext caller) {
        CertificateSerial number = Paths.serial(serial);
        return revocations
                .revoke(number, Callers.principal(caller), reason(body))
                .map(found -> CertificateView.of(found, clock.instant()))
                .orElseThrow(() -> notFound(number));
    }

    static String reason(@Nullable RevokeRequest body) {
        Fields fields = new Fields();
        var reason =
                fields.read(
                        "reason",
                        Requests.body(body).reason(),
                        text -> Require.text("reason", text, MAX_REASON));
        fields.check();
        return reason.get();
    }

    private static ProblemException notFound(CertificateSerial serial) {
        return new ProblemException(Problem.notFound("certificate", serial.value()));
    }
}
