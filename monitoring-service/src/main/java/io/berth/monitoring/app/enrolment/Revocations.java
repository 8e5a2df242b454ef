package io.berth.monitoring.app.enrolment;

import io.berth.contracts.Topics;
import io.berth.contracts.agents.CertificateRevoked;
import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.enrolment.AgentCertificate;
import io.berth.monitoring.domain.enrolment.AgentCertificate.Revocation;
import io.berth.monitoring.store.enrolment.CertificateStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Revokes certificates. The row and the event that tells everybody who checks agents are in one
 * transaction, so what is revoked here is refused everywhere a moment later.
 */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);

    private final CertificateStore certificates;
    private final Outbox outbox;
    private final MeterRegistry meters;
    private final InstantSource clock;

    @Inject
    public Revocations(
            CertificateStore certificates,
            Outbox outbox,
            MeterRegistry meters,
            InstantSource clock) {
        this.certificates = certificates;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * By an administrator.
     *
     * @return the certificate as it is then, also when it was revoked before; empty when there is
     *     none
     */
    @Transactional
    public Optional<AgentCertificate> revoke(
            CertificateSerial serial, Principal by, String reason) {
        certificates
                .find(serial)
                .ifPresent(found ->
                        revoke(found, RevocationCause.ADMINISTRATOR, by, reason, clock.instant()));
        return certificates.find(serial);
    }

    /** All certificates of a host that hold, by an administrator. */
    @Transactional
    public List<AgentCertificate> revokeAll(HostId host, Principal by, String reason) {
        Instant now = clock.instant();
        List<AgentCertificate> revoked = new ArrayList<>();
        for (AgentCertificate each : certificates.valid(host, now)) {
            if (revoke(each, RevocationCause.ADMINISTRATOR, by, reason, now)) {
                revoked.add(
                        each.revoked(
                                new Revocation(now, RevocationCause.ADMINISTRATOR, by, reason)));
            }
        }
        return revoked;
    }

    /**
     * All certificates that a host got before it was removed from the inventory.
     *
     * @return how many
     */
    @Transactional
    public int hostRemoved(HostId host, Instant at) {
        Instant now = clock.instant();
        int revoked = 0;
        for (AgentCertificate each : certificates.valid(host, now)) {
            if (!each.issuedAt().isAfter(at)
                    && revoke(each, RevocationCause.HOST_REMOVED, null, null, now)) {
                revoked++;
            }
        }
        return revoked;
    }

    /** Revokes one; false when it was revoked before. */
    @Transactional(TxType.MANDATORY)
    boolean revoke(
            AgentCertificate certificate,
            RevocationCause cause,
            @Nullable Principal by,
            @Nullable String reason,
            Instant now) {
        if (!certificates.revoke(certificate.serial(), new Revocation(now, cause, by, reason))) {
            return false;
        }
        outbox.put(
                Topics.AGENT_CERTIFICATES,
                new CertificateRevoked(
                        certificate.serial(),
                        certificate.host(),
                        cause,
                        now,
                        certificate.validity().notAfter()));
        meters.counter("berth.monitoring.certificates.revoked", "cause", cause.name()).increment();
        LOG.infof(
                "certificate %s of host %s was revoked: %s",
                certificate.serial(), certificate.host(), cause);
        return true;
    }
}
