package io.berth.simulator.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.tls.IdentityFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Key and certificate of each host, in a file that only the owner may read: hard state, as on the
 * disk of a real host.
 */
@ApplicationScoped
class IdentityFolder {
    private static final Logger LOG = Logger.getLogger(IdentityFolder.class);

    private final Path folder;

    @Inject
    IdentityFolder(EnrolmentConfig config) {
        this.folder = config.folder();
    }

    /** What the host has; empty when it never joined, or its file is no use. */
    Optional<HostIdentity> load(HostId host) {
        Path file = file(host);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(HostIdentity.fromPem(host, Files.readString(file)));
        } catch (IOException e) {
            LOG.warnf("%s is no use, host %s joins anew: %s", file, host, e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps it; a crash leaves the earlier one or this one. */
    void save(HostIdentity identity) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh =
                Files.createTempFile(
                        folder,
                        ".",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, identity.toPem(), StandardCharsets.US_ASCII);
        Files.move(
                fresh,
                file(identity.host()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the host's key, certificate and authorities lie. */
    IdentityFiles files(HostId host) {
        return new IdentityFiles(file(host), authorities());
    }

    /** Whether it is known whose certificates are believed. */
    boolean knowsAuthorities() {
        return Files.exists(authorities());
    }

    /** Believes an authority from now on, beside the ones before it. */
    synchronized void trust(X509Certificate authority) throws IOException {
        String pem = HostIdentity.pem(authority);
        String before = knowsAuthorities() ? Files.readString(authorities()) : "";
        if (!before.contains(pem)) {
            Path fresh = folder.resolve(".authorities.new");
            Files.writeString(fresh, before + pem, StandardCharsets.US_ASCII);
            Files.move(
                    fresh,
                    authorities(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** No host is called so. */
    private Path authorities() {
        return folder.resolve(".authorities.pem");
    }

    /** As if the host had got a new disk. */
    void delete(HostId host) throws IOException {
        Files.deleteIfExists(file(host));
    }

    private Path file(HostId host) {
        return folder.resolve(host + ".pem");
    }
}
