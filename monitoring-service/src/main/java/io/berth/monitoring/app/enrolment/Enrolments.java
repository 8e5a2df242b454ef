package io.berth.monitoring.app.enrolment;

import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.agent.AgentToken;
import io.berth.kit.store.Sql;
import io.berth.monitoring.domain.enrolment.AgentCertificate;
import io.berth.monitoring.domain.enrolment.AgentCertificate.Origin;
import io.berth.monitoring.domain.enrolment.CertificateState;
import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;
import io.berth.monitoring.domain.enrolment.JoinToken;
import io.berth.monitoring.domain.enrolment.KnownHosts;
import io.berth.monitoring.domain.enrolment.Validity;
import io.berth.monitoring.pki.CertificateAuthority;
import io.berth.monitoring.pki.CertificateRequest;
import io.berth.monitoring.store.enrolment.CertificateStore;
import io.berth.monitoring.store.enrolment.JoinTokenStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Certifies agents. The use of a join token and the certificate that it is used for are in one
 * transaction: a crash leaves both or neither, and of two machines with one token one gets a
 * certificate. Whoever asks again with the same key, because the answer was lost, gets the same
 * certificate.
 */
@ApplicationScoped
public class Enrolments {
    private static final Logger LOG = Logger.getLogger(Enrolments.class);

    private final Authority authority;
    private final KnownHosts hosts;
    private final JoinTokenStore tokens;
    private final CertificateStore certificates;
    private final Revocations revocations;
    private final EnrolmentSettings settings;
    private final Sql sql;
    private final MeterRegistry meters;
    private final InstantSource clock;

    @Inject
    public Enrolments(
            Authority authority,
            KnownHosts hosts,
            JoinTokenStore tokens,
            CertificateStore certificates,
            Revocations revocations,
            EnrolmentSettings settings,
            Sql sql,
            MeterRegistry meters,
            InstantSource clock) {
        this.authority = authority;
        this.hosts = hosts;
        this.tokens = tokens;
        this.certificates = certificates;
        this.revocations = revocations;
        this.settings = settings;
        this.sql = sql;
        this.meters = meters;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Answer {
        /**
         * A certificate.
         *
         * @param authority the authority's own, in PEM
         */
        record Certified(AgentCertificate certificate, String authority) implements Answer {}

        /** None. */
        record Refused(EnrolmentRefusal why) implements Answer {}
    }

    /** By a join token. */
    public Answer enrol(String tokenText, String requestPem) {
        Answer answer = enrolled(tokenText, requestPem);
        count("enrol", answer);
        return answer;
    }

    private Answer enrolled(String tokenText, String requestPem) {
        Optional<CertificateAuthority> certifies = authority.get();
        if (certifies.isEmpty()) {
            return new Answer.Refused(new EnrolmentRefusal.NotConfigured());
        }
        Optional<JoinToken> token = JoinToken.parse(tokenText);
        // A look without a lock first: strangers neither wait nor let others wait.
        if (token.isEmpty() || tokens.find(token.get().digest()).isEmpty()) {
            return new Answer.Refused(new EnrolmentRefusal.TokenUnknown());
        }
        return switch (CertificateRequest.read(requestPem)) {
            case CertificateRequest.Read.Refused(EnrolmentRefusal why) -> new Answer.Refused(why);
            case CertificateRequest.Read.Fine(CertificateRequest request) ->
                    QuarkusTransaction.requiringNew()
                            .call(() -> use(token.get().digest(), request, certifies.get()));
        };
    }

    private Answer use(String digest, CertificateRequest request, CertificateAuthority certifies) {
        Optional<JoinTokenStore.Kept> found = tokens.lock(digest);
        if (found.isEmpty()) {
            return new Answer.Refused(new EnrolmentRefusal.TokenUnknown());
        }
        JoinTokenStore.Kept token = found.get();
        HostId host = token.host();
        Instant now = clock.instant();
        if (now.isAfter(token.expires())) {
            return new Answer.Refused(new EnrolmentRefusal.TokenExpired(token.expires()));
        }
        if (!hosts.has(host)) {
            return new Answer.Refused(new EnrolmentRefusal.HostUnknown(host));
        }
        Instant usedAt = token.usedAt();
        if (usedAt != null) {
            return again(token, usedAt, request, certifies, now);
        }
        alone(host);
        Answer answer =
                certify(host, request, certifies, Origin.ENROLLED, token.by(), Set.of(), now);
        if (answer instanceof Answer.Certified(AgentCertificate certificate, String _)) {
            tokens.use(host, certificate.serial(), now);
            LOG.infof(
                    "host %s has enrolled: certificate %s until %s, by the join token of %s",
                    host, certificate.serial(), certificate.validity().notAfter(), token.by());
        }
        return answer;
    }

    /** The answer was lost on its way, or somebody else has the token, too. */
    private Answer again(
            JoinTokenStore.Kept token,
            Instant usedAt,
            CertificateRequest request,
            CertificateAuthority certifies,
            Instant now) {
        CertificateSerial serial = token.serial();
        Optional<AgentCertificate> first =
                serial == null ? Optional.empty() : certificates.find(serial);
        if (first.isPresent()
                && first.get().key().equals(request.fingerprint())
                && first.get().stateAt(now) == CertificateState.VALID) {
            return new Answer.Certified(first.get(), certifies.pem());
        }
        LOG.warnf(
                "the join token of host %s, used at %s, came again with another key: revoke its"
                        + " certificate unless you know why",
                token.host(), usedAt);
        return new Answer.Refused(new EnrolmentRefusal.TokenUsed(token.host(), usedAt));
    }

    /**
     * By a certificate that holds.
     *
     * @param serial of the certificate that the caller has proven to have
     */
    public Answer renew(HostId host, CertificateSerial serial, String requestPem) {
        Answer answer = renewed(host, serial, requestPem);
        count("renew", answer);
        return answer;
    }

    private Answer renewed(HostId host, CertificateSerial serial, String requestPem) {
        Optional<CertificateAuthority> certifies = authority.get();
        if (certifies.isEmpty()) {
            return new Answer.Refused(new EnrolmentRefusal.NotConfigured());
        }
        return switch (CertificateRequest.read(requestPem)) {
            case CertificateRequest.Read.Refused(EnrolmentRefusal why) -> new Answer.Refused(why);
            case CertificateRequest.Read.Fine(CertificateRequest request) ->
                    QuarkusTransaction.requiringNew()
                            .call(() -> renew(host, serial, request, certifies.get()));
        };
    }

    private Answer renew(
            HostId host,
            CertificateSerial serial,
            CertificateRequest request,
            CertificateAuthority certifies) {
        Instant now = clock.instant();
        alone(host);
        if (!hosts.has(host)) {
            return new Answer.Refused(new EnrolmentRefusal.HostUnknown(host));
        }
        List<AgentCertificate> valid = certificates.valid(host, now);
        // The row decides, not what was read of the topic: it may have been revoked just now.
        if (valid.stream().noneMatch(each -> each.serial().equals(serial))) {
            return new Answer.Refused(new EnrolmentRefusal.NotInForce(host));
        }
        AgentCertificate newest = valid.getFirst();
        Instant next = newest.issuedAt().plus(settings.renewInterval());
        if (now.isBefore(next)) {
            return newest.key().equals(request.fingerprint())
                    ? new Answer.Certified(newest, certifies.pem())
                    : new Answer.Refused(
                            new EnrolmentRefusal.TooSoon(host, newest.issuedAt(), next));
        }
        Principal by = new Principal(AgentToken.OF_HOST + host);
        return certify(host, request, certifies, Origin.RENEWED, by, Set.of(serial), now);
    }

    /**
     * @param kept certificates of the host that hold on until their own end
     */
    private Answer certify(
            HostId host,
            CertificateRequest request,
            CertificateAuthority certifies,
            Origin origin,
            Principal by,
            Set<CertificateSerial> kept,
            Instant now) {
        Optional<HostId> other = certificates.otherWithKey(request.fingerprint(), host, now);
        if (other.isPresent()) {
            LOG.warnf("host %s asked for a certificate with the key of host %s", host, other.get());
            return new Answer.Refused(new EnrolmentRefusal.KeyOfAnotherHost(other.get()));
        }
        Optional<Validity> validity = Validity.of(now, settings.validity(), certifies.ends());
        if (validity.isEmpty()) {
            return new Answer.Refused(new EnrolmentRefusal.AuthorityEnds(certifies.ends()));
        }
        CertificateAuthority.Made made = certifies.certify(host, request.key(), validity.get());
        for (AgentCertificate earlier : certificates.valid(host, now)) {
            if (!kept.contains(earlier.serial())) {
                revocations.revoke(earlier, RevocationCause.REPLACED, null, null, now);
            }
        }
        AgentCertificate certificate =
                new AgentCertificate(
                        made.serial(),
                        host,
                        request.fingerprint(),
                        validity.get(),
                        origin,
                        now,
                        by,
                        made.pem(),
                        null);
        certificates.insert(certificate);
        return new Answer.Certified(certificate, certifies.pem());
    }

    /** One certificate of a host at a time. */
    private void alone(HostId host) {
        sql.alone("agent-certificate/" + host);
    }

    /** Codes are a closed set. */
    private void count(String way, Answer answer) {
        String result =
                switch (answer) {
                    case Answer.Certified _ -> "certified";
                    case Answer.Refused(EnrolmentRefusal why) -> why.code();
                };
        meters.counter("berth.monitoring.enrolments", "way", way, "result", result).increment();
    }
}
