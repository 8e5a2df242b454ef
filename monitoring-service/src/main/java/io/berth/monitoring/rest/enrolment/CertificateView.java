package io.berth.monitoring.rest.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.monitoring.domain.enrolment.AgentCertificate;
import io.berth.monitoring.domain.enrolment.CertificateState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of an agent, as it is shown.
 *
 * @param key SHA-256 of the key, to be compared with {@code openssl pkey -pubin -outform DER |
 *     sha256sum}
 * @param by who made the join token; the host itself for a renewal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateView(
        CertificateSerial serial,
        HostId host,
        CertificateState state,
        String key,
        Instant notBefore,
        Instant notAfter,
        Instant renewAfter,
        AgentCertificate.Origin origin,
        Instant issuedAt,
        Principal by,
        @Nullable RevocationView revocation) {
    /** Its end before its time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RevocationView(
            Instant at, RevocationCause cause, @Nullable Principal by, @Nullable String reason) {}

    static CertificateView of(AgentCertificate c, Instant now) {
        AgentCertificate.Revocation end = c.revocation();
        return new CertificateView(
                c.serial(),
                c.host(),
                c.stateAt(now),
                c.key(),
                c.validity().notBefore(),
                c.validity().notAfter(),
                c.validity().renewAfter(),
                c.origin(),
                c.issuedAt(),
                c.by(),
                end == null
                        ? null
                        : new RevocationView(end.at(), end.cause(), end.by(), end.reason()));
    }
}
