package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * An OpenLDAP server as a child process on a free port, with the schema that is shipped: a site as
 * it stands before the vault is installed. {@link #access()} loads the access rules that are
 * shipped.
 */
final class Slapd implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/sbin/slapd");
    static final String PASSWORD = "slapd-canary-5518";
    static final String ADMIN = "CN=admin,DC=berth,DC=local";

    private static final String CONFIG_ADMIN = "cn=config";
    private static final Path ACCESS = Path.of("../deploy/ldap/berth-keyvault-access.ldif");

    private final Process process;
    private final int port;

    private Slapd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that keeps everything in this folder. */
    static Slapd start(Path folder) throws Exception {
        Path config = Files.createDirectories(folder.resolve("config"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Path ldif = Files.writeString(folder.resolve("config.ldif"), configuration(folder, data));
        run(folder, "/usr/sbin/slapadd", "-n", "0", "-F", config.toString(), "-l", ldif.toString());
        Path site = Files.writeString(folder.resolve("site.ldif"), SITE);
        run(folder, "/usr/sbin/slapadd", "-n", "1", "-F", config.toString(), "-l", site.toString());
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-h",
                                "ldap://127.0.0.1:" + port,
                                "-F",
                                config.toString(),
                                "-d",
                                "0")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("slapd.log").toFile())
                        .start();
        Slapd slapd = new Slapd(process, port);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    slapd.as(ADMIN).close();
                    return true;
                });
        return slapd;
    }

    private static void run(Path folder, String... command) throws Exception {
        Path log = folder.resolve("slapadd.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " failed: " + Files.readString(log));
        }
    }

    int port() {
        return port;
    }

    /** Which one it is, for the log of the test. */
    static String version() throws IOException {
        Process process =
                new ProcessBuilder(PROGRAM.toString(), "-V").redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("");
    }

    /** A connection of an account, all of which have the same password. */
    LDAPConnection as(String account) throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, account, PASSWORD);
    }

    LDAPConnection anonymous() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port);
    }

    /** Loads the access rules that are shipped. */
    void access() throws Exception {
        try (LDAPConnection connection = as(CONFIG_ADMIN);
                LDIFReader reader = new LDIFReader(ACCESS.toFile())) {
            Objects.requireNonNull(reader.readChangeRecord(false)).processChange(connection);
        }
    }

    /** Puts one more rule before all others. */
    void access(String rule) throws LDAPException {
        try (LDAPConnection connection = as(CONFIG_ADMIN)) {
            connection.modify(
                    "dn: olcDatabase={1}mdb,cn=config",
                    "changetype: modify", "add: olcAccess", "olcAccess: {0}" + rule);
        } catch (LDIFException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static String configuration(Path folder, Path data) throws IOException {
        return """
        dn: cn=config
        objectClass: olcGlobal
        cn: config
        olcPidFile: %1$s/slapd.pid

        dn: cn=module,cn=config
        objectClass: olcModuleList
        cn: module
        olcModulePath: /usr/lib/ldap
        olcModuleLoad: back_mdb

        dn: cn=schema,cn=config
        objectClass: olcSchemaConfig
        cn: schema

        include: file:///etc/ldap/schema/core.ldif
        include: file://%2$s

        dn: olcDatabase={0}config,cn=config
        objectClass: olcDatabaseConfig
        olcDatabase: {0}config
        olcRootDN: cn=config
        olcRootPW: %3$s

        dn: olcDatabase={1}mdb,cn=config
        objectClass: olcDatabaseConfig
        objectClass: olcMdbConfig
        olcDatabase: {1}mdb
        olcSuffix: DC=berth,DC=local
        olcRootDN: %4$s
        olcRootPW: %3$s
        olcDbDirectory: %5$s
        olcDbMaxSize: 16777216
        olcAccess: {0}to attrs=userPassword by anonymous auth by * none
        olcAccess: {1}to * by users read by * none
        """
                .formatted(folder, MemoryDirectory.SCHEMA.toRealPath(), PASSWORD, ADMIN, data);
    }

    private static String account(String dn, String name) {
        return """
        dn: %s
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: %s
        userPassword: %s

        """
                .formatted(dn, name, PASSWORD);
    }

    private static String group(String dn, String name, String member) {
        return """
        dn: %s
        objectClass: groupOfNames
        cn: %s
        member: %s

        """
                .formatted(dn, name, member);
    }

    /** Who logs in at this site, and in which group of the table each of them is. */
    static String person(String name) {
        return "CN=" + name + ",CN=Users,DC=berth,DC=local";
    }

    private static final String SITE =
            """
            dn: DC=berth,DC=local
            objectClass: dcObject
            objectClass: organization
            dc: berth
            o: Berth

            dn: CN=System,DC=berth,DC=local
            objectClass: applicationProcess
            cn: System

            dn: CN=Users,DC=berth,DC=local
            objectClass: applicationProcess
            cn: Users

            dn: CN=Builtin,DC=berth,DC=local
            objectClass: applicationProcess
            cn: Builtin

            dn: CN=WellKnown Security Principals,DC=berth,DC=local
            objectClass: applicationProcess
            cn: WellKnown Security Principals

            """
                    + account(LdapSettings.ACCOUNT, "keyvault")
                    + account(person("Administrator"), "Administrator")
                    + account(person("enterprise"), "enterprise")
                    + account(person("domain"), "domain")
                    + account(person("builtin"), "builtin")
                    + account(person("anybody"), "anybody")
                    + account(person("dc1"), "dc1")
                    + account(
                            "CN=System,CN=WellKnown Security Principals,DC=berth,DC=local",
                            "System")
                    + group(
                            "CN=Enterprise Admins,CN=Users,DC=berth,DC=local",
                            "Enterprise Admins",
                            person("enterprise"))
                    + group(
                            "CN=Domain Admins,CN=Users,DC=berth,DC=local",
                            "Domain Admins",
                            person("domain"))
                    + group(
                            "CN=Administrators,CN=Builtin,DC=berth,DC=local",
                            "Administrators",
                            person("builtin"))
                    + group(
                            "CN=Enterprise Domain Controllers,CN=WellKnown Security"
                                    + " Principals,DC=berth,DC=local",
                            "Enterprise Domain Controllers",
                            person("dc1"));
}
