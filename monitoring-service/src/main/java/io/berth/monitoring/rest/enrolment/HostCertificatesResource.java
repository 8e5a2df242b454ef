package io.berth.monitoring.rest.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Callers;
import io.berth.kit.security.Roles;
import io.berth.monitoring.app.enrolment.Revocations;
import io.berth.monitoring.rest.Paths;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** All certificates of a host at once. */
@Path("/api/v1/hosts/{id}/certificates/revoke")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostCertificatesResource {
    private final Revocations revocations;
    private final InstantSource clock;

    @Inject
    public HostCertificatesResource(Revocations revocations, InstantSource clock) {
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Certificates that were revoked together. */
    public record Revoked(HostId host, List<CertificateView> certificates) {}

    @POST
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Revoke all certificates of a host",
            description =
                    "Those that hold, for a host that was taken over: whoever has a certificate"
                            + " may have got himself another.")
    public Revoked revokeAll(
            @PathParam("id") String id,
            CertificatesResource.@Nullable RevokeRequest body,
            @Context SecurityContext caller) {
        HostId host = Paths.host(id);
        Instant now = clock.instant();
        String reason = CertificatesResource.reason(body);
        return new Revoked(
                host,
                revocations.revokeAll(host, Callers.principal(caller), reason).stream()
                        .map(each -> CertificateView.of(each, now))
                        .toList());
    }
}
