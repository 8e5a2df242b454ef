package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import io.berth.keyvault.crypto.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections to a directory: bound as the service account, guarded by TLS, with bounded waits and
 * answers. Referrals are not followed: they could name a server that nobody has vouched for. A
 * connection that was cut is replaced, and the operation tried once more on the new one.
 */
final class LdapDirectory implements AutoCloseable {
    /** Asks for no attribute (RFC 4511, 4.5.1.8). */
    static final String NOTHING = "1.1";

    /** Entries of a vault are small; a longer message is nothing that was asked for. */
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final int MAX_PASSWORD_BYTES = 1024;
    private static final int MAX_CONNECTIONS = 64;

    /** Connections are renewed, so that a server that came back is used again. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final LDAPConnectionPool pool;

    /**
     * Does not connect yet: a vault starts, and opens keys that it holds, while the directory is
     * away.
     *
     * @throws IllegalArgumentException when the settings do not make sense; says which and why
     */
    LdapDirectory(LdapConfig config) {
        List<Server> servers = servers(config);
        String bindDn =
                require(config.bindDn(), "bind-dn", "the distinguished name of the account");
        Path file = require(config.passwordFile(), "password-file", "the file of its password");
        int connections = config.connections();
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    setting("connections")
                            + " is "
                            + connections
                            + "; allowed is 1 to "
                            + MAX_CONNECTIONS);
        }
        LDAPConnectionOptions options = options(config);
        BindRequest bind = new SimpleBindRequest(bindDn, new PasswordFile(file));
        try {
            pool =
                    switch (config.guard()) {
                        case LDAPS ->
                                pool(
                                        servers,
                                        trusting(config).createSSLSocketFactory(),
                                        options,
                                        bind,
                                        null,
                                        connections);
                        case STARTTLS ->
                                pool(
                                        servers,
                                        SocketFactory.getDefault(),
                                        options,
                                        bind,
                                        new StartTLSPostConnectProcessor(
                                                trusting(config).createSSLSocketFactory()),
                                        connections);
                        case LOOPBACK_ONLY ->
                                pool(
                                        servers.stream().map(Server::onThisMachine).toList(),
                                        SocketFactory.getDefault(),
                                        options,
                                        bind,
                                        null,
                                        connections);
                    };
        } catch (LDAPException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "connections to the directory cannot be set up: " + e.getMessage(), e);
        }
        pool.setConnectionPoolName("keyvault-container");
        pool.setRetryFailedOperationsDueToInvalidConnections(true);
        pool.setMaxConnectionAgeMillis(MAX_AGE.toMillis());
        pool.setCreateIfNecessary(false);
        pool.setMaxWaitTimeMillis(config.answerTimeout().toMillis());
    }

    /** The connections; each operation takes one and gives it back. */
    LDAPConnectionPool connections() {
        return pool;
    }

    /**
     * One attribute of an object; empty when the object is not there, or the account does not see
     * it.
     */
    Optional<Entry> find(DN dn, String attribute) throws LDAPException {
        SearchRequest request =
                new SearchRequest(
                        dn.toString(),
                        SearchScope.BASE,
                        Filter.createPresenceFilter("objectClass"),
                        attribute);
        try {
            return Optional.ofNullable(pool.searchForEntry(request));
        } catch (LDAPException e) {
            if (ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** One server of the directory. */
    private record Server(String host, int port) {
        /** Without TLS nothing leaves this machine. */
        Server onThisMachine() {
            boolean here = false;
            try {
                here = InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                // An unknown host is not this one.
            }
            if (!here) {
                throw new IllegalArgumentException(
                        setting("guard")
                                + " is LOOPBACK_ONLY, but "
                                + host
                                + " is not this machine; use LDAPS or STARTTLS");
            }
            return this;
        }

        static Server of(String named) {
            int colon = named.lastIndexOf(':');
            String host = named.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
            int port = 0;
            try {
                port = Integer.parseInt(named.substring(colon + 1));
            } catch (NumberFormatException e) {
                // Said below, with the whole name.
            }
            if (host.isEmpty() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        setting("servers") + " names " + named + ", which is not host:port");
            }
            return new Server(host, port);
        }
    }

    private static List<Server> servers(LdapConfig config) {
        return require(config.servers(), "servers", "the servers of the directory, as host:port")
                .stream()
                .map(named -> Server.of(named.strip()))
                .toList();
    }

    private static LDAPConnectionOptions options(LdapConfig config) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(Math.toIntExact(config.connectTimeout().toMillis()));
        options.setResponseTimeoutMillis(config.answerTimeout().toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setMaxMessageSize(MAX_MESSAGE_BYTES);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return options;
    }

    private static SSLUtil trusting(LdapConfig config) throws KeyStoreException {
        Path file =
                require(
                        config.trustFile(),
                        "trust-file",
                        "the certificates, in PEM, of those who sign for the servers");
        return new SSLUtil(new PEMFileTrustManager(file.toFile()));
    }

    private static LDAPConnectionPool pool(
            List<Server> servers,
            SocketFactory sockets,
            LDAPConnectionOptions options,
            BindRequest bind,
            @Nullable PostConnectProcessor first,
            int connections)
            throws LDAPException {
        return new LDAPConnectionPool(
                new FailoverServerSet(
                        servers.stream().map(Server::host).toArray(String[]::new),
                        servers.stream().mapToInt(Server::port).toArray(),
                        sockets,
                        options,
                        bind,
                        first),
                bind,
                0,
                connections,
                null,
                false);
    }

    private static <T> T require(Optional<T> value, String name, String meaning) {
        return value.orElseThrow(
                () -> new IllegalArgumentException(setting(name) + " is missing: " + meaning));
    }

    private static String setting(String name) {
        return "berth.keyvault.container.ldap." + name;
    }

    /** Reads the password for each bind, so that a new one counts without a restart. */
    private static final class PasswordFile extends PasswordProvider {
        private static final long serialVersionUID = 1L;

        private final transient Path file;
        private final transient OwnerOnly files = new OwnerOnly();

        PasswordFile(Path file) {
            this.file = file.toAbsolutePath().normalize();
        }

        /** The library overwrites what this gives. */
        @Override
        public byte[] getPasswordBytes() throws LDAPException {
            byte[] content = new byte[0];
            try {
                Optional<OwnerOnly.Fault> fault = files.fault(file, OwnerOnly.Kind.FILE);
                if (fault.isPresent()) {
                    throw refused(fault.get().wrong() + ". " + fault.get().toDo());
                }
                content = files.read(file, MAX_PASSWORD_BYTES);
                int end = content.length;
                while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
                    end--;
                }
                if (end == 0) {
                    throw refused("it is empty");
                }
                return Arrays.copyOf(content, end);
            } catch (IOException e) {
                throw refused("it cannot be read (" + e.getClass().getSimpleName() + ")");
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        }

        private LDAPException refused(String wrong) {
            return new LDAPException(
                    ResultCode.LOCAL_ERROR,
                    "the password of the service account in " + file + " is not used: " + wrong);
        }
    }
}
