package io.berth.keyvault.container.ldap;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the directory is reached in which wrapped keys are kept. */
public interface LdapConfig {
    /**
     * Servers of the directory as {@code host:port}, tried in this order. Without one there is no
     * directory.
     */
    Optional<List<String>> servers();

    /** How the connection is guarded. */
    @WithDefault("LDAPS")
    Guard guard();

    /** Certificates of the authorities that sign for the servers, in PEM; must be set with TLS. */
    Optional<Path> trustFile();

    /** The distinguished name of the service account. */
    Optional<String> bindDn();

    /**
     * The file of its password, which nobody but the user of the service may read; it is read for
     * each new connection.
     */
    Optional<Path> passwordFile();

    /** The longest wait for a connection. */
    @WithDefault("PT2S")
    Duration connectTimeout();

    /** The longest wait for an answer. */
    @WithDefault("PT3S")
    Duration answerTimeout();

    /** Most connections of one instance; 1 to 64. */
    @WithDefault("8")
    int connections();

    /** How a connection is guarded against those between. */
    enum Guard {
        /** TLS from the first byte. */
        LDAPS,
        /** TLS before anything is sent, on the port of plain LDAP. */
        STARTTLS,
        /** None; only to a server on this machine, by its loopback address. */
        LOOPBACK_ONLY
    }
}
