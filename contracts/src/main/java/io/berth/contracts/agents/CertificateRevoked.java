package io.berth.contracts.agents;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import java.time.Instant;

/**
 * Whoever checks certificates of agents refuses this one from now on. The record is deleted some
 * time after the certificate's own end, when nobody takes it any more anyway.
 *
 * @param host whose it was
 * @param notAfter its own end
 */
@EventType("io.berth.monitoring.certificate-revoked.v1")
public record CertificateRevoked(
        CertificateSerial serial,
        HostId host,
        RevocationCause cause,
        Instant revokedAt,
        Instant notAfter)
        implements AgentCertificateEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public CertificateRevoked {
        Require.present("serial", serial);
        Require.present("host", host);
        Require.present("cause", cause);
        Require.present("revokedAt", revokedAt);
        Require.present("notAfter", notAfter);
    }

    @Override
    public String partitionKey() {
        return serial.value();
    }
}
