package io.berth.monitoring.domain.enrolment;

import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of an agent, as it was issued.
 *
 * @param key fingerprint of its key
 * @param by who made the join token; the host itself for a renewal
 * @param pem the certificate
 * @param revocation null while it was not revoked
 */
public record AgentCertificate(
        CertificateSerial serial,
        HostId host,
        String key,
        Validity validity,
        Origin origin,
        Instant issuedAt,
        Principal by,
        String pem,
        @Nullable Revocation revocation) {
    /** How it came about. */
    public enum Origin {
        /** By a join token. */
        ENROLLED,
        /** By an earlier certificate. */
        RENEWED
    }

    /**
     * Its end before its time.
     *
     * @param by nobody where the service itself did it
     * @param reason in words of the administrator
     */
    public record Revocation(
            Instant at, RevocationCause cause, @Nullable Principal by, @Nullable String reason) {}

    /** How it stands. */
    public CertificateState stateAt(Instant now) {
        if (revocation != null) {
            return CertificateState.REVOKED;
        }
        return now.isAfter(validity.notAfter()) ? CertificateState.EXPIRED : CertificateState.VALID;
    }

    /** The same, revoked. */
    public AgentCertificate revoked(Revocation end) {
        return new AgentCertificate(serial, host, key, validity, origin, issuedAt, by, pem, end);
    }
}
