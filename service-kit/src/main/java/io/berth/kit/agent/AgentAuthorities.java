package io.berth.kit.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that are trusted to certify agents. The file is looked at again every few
 * seconds, so that an authority is replaced without a restart; a file that cannot be read leaves
 * what was trusted before.
 */
@ApplicationScoped
public class AgentAuthorities {
    private static final Logger LOG = Logger.getLogger(AgentAuthorities.class);

    /** More are never needed: one that goes, one that comes, and room for a mistake. */
    private static final int MOST = 4;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final @Nullable Path file;
    private final InstantSource clock;
    private volatile Loaded loaded = new Loaded(Set.of(), null, Instant.EPOCH, 0);

    private record Loaded(
            Set<TrustAnchor> anchors, @Nullable FileTime written, Instant looked, int version) {}

    @Inject
    public AgentAuthorities(AgentsConfig config, InstantSource clock) {
        this(config.caFile().orElse(null), clock);
    }

    AgentAuthorities(@Nullable Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Whether this service takes agents at their word at all. */
    public boolean configured() {
        return file != null;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws IllegalStateException when it cannot be read, or holds no authorities
     */
    public void require() {
        Path present = file;
        if (present == null) {
            return;
        }
        try {
            load(present);
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "berth.agents.ca-file %s cannot be used: %s. It must hold the certificates, in PEM, of 1 to %d authorities."
                            .formatted(present, e.getMessage(), MOST),
                    e);
        }
    }

    /** Whom to trust now; changes with the version. */
    Set<TrustAnchor> anchors() {
        lookAgain();
        return loaded.anchors();
    }

    /** Counts the changes, so that what was concluded from earlier ones can be told apart. */
    int version() {
        lookAgain();
        return loaded.version();
    }

    private void lookAgain() {
        Path present = file;
        Instant now = clock.instant();
        Loaded before = loaded;
        if (present == null || now.isBefore(before.looked().plus(LOOK_EVERY))) {
            return;
        }
        synchronized (this) {
            if (loaded != before) {
                return;
            }
            try {
                if (Files.getLastModifiedTime(present).equals(before.written())) {
                    loaded = new Loaded(before.anchors(), before.written(), now, before.version());
                } else {
                    load(present);
                    LOG.infof(
                            "authorities of agents read again: %d are trusted",
                            loaded.anchors().size());
                }
            } catch (IOException | CertificateException | IllegalArgumentException e) {
                LOG.errorf(
                        "%s cannot be read, the authorities of agents stay as they are: %s",
                        present, e.getMessage());
                loaded = new Loaded(before.anchors(), before.written(), now, before.version());
            }
        }
    }

    private void load(Path present) throws IOException, CertificateException {
        FileTime written = Files.getLastModifiedTime(present);
        Set<TrustAnchor> anchors = new HashSet<>();
        try (InputStream in = Files.newInputStream(present)) {
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                X509Certificate certificate = (X509Certificate) each;
                if (certificate.getBasicConstraints() < 0) {
                    throw new IllegalArgumentException(
                            certificate.getSubjectX500Principal() + " is no authority");
                }
                anchors.add(new TrustAnchor(certificate, null));
            }
        }
        if (anchors.isEmpty() || anchors.size() > MOST) {
            throw new IllegalArgumentException("it holds " + anchors.size() + " certificates");
        }
        loaded = new Loaded(Set.copyOf(anchors), written, clock.instant(), loaded.version() + 1);
    }
}
