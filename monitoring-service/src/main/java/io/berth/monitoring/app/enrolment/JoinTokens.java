package io.berth.monitoring.app.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;
import io.berth.monitoring.domain.enrolment.JoinToken;
import io.berth.monitoring.domain.enrolment.KnownHosts;
import io.berth.monitoring.pki.CertificateAuthority;
import io.berth.monitoring.store.enrolment.JoinTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes join tokens. */
@ApplicationScoped
public class JoinTokens {
    private static final Logger LOG = Logger.getLogger(JoinTokens.class);

    private final Authority authority;
    private final KnownHosts hosts;
    private final JoinTokenStore store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public JoinTokens(
            Authority authority, KnownHosts hosts, JoinTokenStore store, InstantSource clock) {
        this.authority = authority;
        this.hosts = hosts;
        this.store = store;
        this.clock = clock;
    }

    /** What came of asking for a token. */
    public sealed interface Made {
        /**
         * It is there; it is never shown again.
         *
         * @param authority fingerprint by which the machine knows the authority
         */
        record Token(HostId host, JoinToken token, Instant expires, String authority)
                implements Made {}

        /** It is not. */
        record Refused(EnrolmentRefusal why) implements Made {}
    }

    /**
     * Makes a token for a host, in place of any earlier one.
     *
     * @param life how long it may be used; checked by the caller
     */
    @Transactional
    public Made make(HostId host, Duration life, Principal by) {
        Optional<CertificateAuthority> certifies = authority.get();
        if (certifies.isEmpty()) {
            return new Made.Refused(new EnrolmentRefusal.NotConfigured());
        }
        if (!hosts.has(host)) {
            return new Made.Refused(new EnrolmentRefusal.HostUnknown(host));
        }
        byte[] bytes = new byte[JoinToken.BYTES];
        random.nextBytes(bytes);
        JoinToken token = JoinToken.of(bytes);
        Instant now = clock.instant();
        Instant expires = now.plus(life);
        store.replace(host, token.digest(), by, now, expires);
        LOG.infof("%s made a join token for host %s, valid until %s", by, host, expires);
        return new Made.Token(host, token, expires, certifies.get().fingerprint());
    }

    /** Makes a host's token worthless; false when it has none. */
    public boolean revoke(HostId host, Principal by) {
        boolean there = store.delete(host);
        if (there) {
            LOG.infof("%s revoked the join token of host %s", by, host);
        }
        return there;
    }
}
