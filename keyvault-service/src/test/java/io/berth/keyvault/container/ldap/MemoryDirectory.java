package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A directory in memory, with the schema that is shipped and, on request, refusals. */
public final class MemoryDirectory implements AutoCloseable {
    /** Of the service account. */
    public static final String PASSWORD = "directory-canary-7341";

    static final Path SCHEMA = Path.of("../deploy/ldap/berth-keyvault.ldif");

    private final InMemoryDirectoryServer server;
    private volatile BiFunction<String, String, @Nullable ResultCode> refusals =
            (operation, dn) -> null;

    /** On a port of its own, with {@code CN=System} for the container to be in. */
    MemoryDirectory(InMemoryListenerConfig listener)
            throws LDAPException, LDIFException, IOException {
        InMemoryDirectoryServerConfig config =
                new InMemoryDirectoryServerConfig("DC=berth,DC=local");
        config.setListenerConfigs(listener);
        config.setSchema(Schema.mergeSchemas(Schema.getDefaultStandardSchema(), shipped()));
        config.addAdditionalBindCredentials(LdapSettings.ACCOUNT, PASSWORD);
        config.addInMemoryOperationInterceptor(new Refusing());
        server = new InMemoryDirectoryServer(config);
        server.add("dn: DC=berth,DC=local", "objectClass: domain", "dc: berth");
        server.add(
                "dn: CN=System,DC=berth,DC=local", "objectClass: applicationProcess", "cn: System");
        server.startListening();
    }

    /** One without TLS. */
    public MemoryDirectory() throws LDAPException, LDIFException, IOException {
        this(InMemoryListenerConfig.createLDAPConfig("plain", freePort()));
    }

    /** The same one after a restart. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The definitions of the file for OpenLDAP, by their names of RFC 4512. */
    private static Schema shipped() throws LDAPException, LDIFException, IOException {
        try (LDIFReader reader = new LDIFReader(SCHEMA.toFile())) {
            Entry shipped = Objects.requireNonNull(reader.readEntry());
            Entry schema = new Entry("cn=schema", Schema.getDefaultStandardSchema());
            schema.addAttribute("objectClass", "top", "ldapSubentry", "subschema");
            schema.addAttribute("attributeTypes", shipped.getAttributeValues("olcAttributeTypes"));
            schema.addAttribute("objectClasses", shipped.getAttributeValues("olcObjectClasses"));
            return new Schema(schema);
        }
    }

    /** The server itself. */
    public InMemoryDirectoryServer server() {
        return server;
    }

    /** Where it listens. */
    public int port() {
        return server.getListenPort();
    }

    /** Refuses an operation (add, modify, delete, search) on a name with what this gives. */
    void refuse(BiFunction<String, String, @Nullable ResultCode> what) {
        refusals = what;
    }

    /** The names of all objects below the suffix. */
    public List<String> names() throws LDAPException {
        List<String> names = new ArrayList<>();
        for (Entry entry :
                Objects.requireNonNull(
                        server.search(
                                        "DC=berth,DC=local",
                                        SearchScope.SUB,
                                        "(objectClass=*)",
                                        "1.1")
                                .getSearchEntries())) {
            names.add(entry.getDN());
        }
        return names;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    private final class Refusing extends InMemoryOperationInterceptor {
        @Override
        public void processAddRequest(InMemoryInterceptedAddRequest request) throws LDAPException {
            check("add", request.getRequest().getDN());
        }

        @Override
        public void processModifyRequest(InMemoryInterceptedModifyRequest request)
                throws LDAPException {
            check("modify", request.getRequest().getDN());
        }

        @Override
        public void processDeleteRequest(InMemoryInterceptedDeleteRequest request)
                throws LDAPException {
            check("delete", request.getRequest().getDN());
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request)
                throws LDAPException {
            check("search", request.getRequest().getBaseDN());
        }

        private void check(String operation, String dn) throws LDAPException {
            ResultCode refusal = refusals.apply(operation, dn);
            if (ResultCode.REFERRAL.equals(refusal)) {
                throw new LDAPException(
                        refusal, "elsewhere", dn, new String[] {"ldap://198.51.100.7/" + dn});
            }
            if (refusal != null) {
                throw new LDAPException(refusal, "refused by the test");
            }
        }
    }
}
