package io.berth.mover.wire.kerberos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real key distribution centre (MIT Kerberos) of two realms that trust each other, on the
 * loopback, with all its files in one folder.
 */
final class Kdc implements AutoCloseable {
    static final String HOME = "BERTH.TEST";
    static final String FOREIGN = "PROVIDER.TEST";
    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/krb5kdc", "/usr/sbin/kdb5_util", "/usr/sbin/kadmin.local");

    private final Path folder;
    private final Path client;
    private final Process process;

    Kdc(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.client = folder.resolve("krb5.conf");
        int port = freePort();
        Files.writeString(client, clientFile(port));
        Files.writeString(folder.resolve("kdc.conf"), serverFile(port));
        for (String realm : List.of(HOME, FOREIGN)) {
            run("/usr/sbin/kdb5_util", "create", "-s", "-r", realm, "-P", "master-of-the-test");
            admin(realm, "addprinc -pw of-both krbtgt/%s@%s".formatted(HOME, FOREIGN));
        }
        process = program(List.of("/usr/sbin/krb5kdc", "-n", "-r", HOME, "-r", FOREIGN)).start();
        awaitPort(port);
    }

    /** What is missing; empty when it can run here. */
    static List<String> missing() {
        return PROGRAMS.stream().filter(each -> !Files.isExecutable(Path.of(each))).toList();
    }

    /** For {@code java.security.krb5.conf}. */
    Path clientFile() {
        return client;
    }

    /** A new principal with its keys in a new file. */
    Path keytab(String principal, String realm) throws IOException, InterruptedException {
        Path file = folder.resolve("%s-%s.keytab".formatted(principal.replace('/', '-'), realm));
        admin(realm, "addprinc -randkey %s@%s".formatted(principal, realm));
        admin(realm, "ktadd -k %s %s@%s".formatted(file, principal, realm));
        return file;
    }

    private void admin(String realm, String query) throws IOException, InterruptedException {
        run("/usr/sbin/kadmin.local", "-r", realm, "-q", query);
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process run = program(List.of(command)).redirectOutput(log.toFile()).start();
        if (!run.waitFor(60, TimeUnit.SECONDS) || run.exitValue() != 0) {
            run.destroyForcibly();
            throw new IOException(
                    "%s failed: %s".formatted(List.of(command), Files.readString(log)));
        }
    }

    private ProcessBuilder program(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment()
                .putAll(
                        Map.of(
                                "KRB5_CONFIG", client.toString(),
                                "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString()));
        return builder.redirectErrorStream(true).redirectOutput(folder.resolve("kdc.out").toFile());
    }

    private static String clientFile(int port) {
        String realm = "  %s = {\n    kdc = 127.0.0.1:%d\n  }\n";
        return """
        [libdefaults]
          default_realm = %s
          dns_lookup_kdc = false
          dns_lookup_realm = false
          dns_canonicalize_hostname = false
          udp_preference_limit = 1
        [realms]
        """
                        .formatted(HOME)
                + realm.formatted(HOME, port)
                + realm.formatted(FOREIGN, port);
    }

    private String serverFile(int port) {
        StringBuilder text =
                new StringBuilder(
                        "[kdcdefaults]\n  kdc_listen = 127.0.0.1:%d\n  kdc_tcp_listen = 127.0.0.1:%d\n[realms]\n"
                                .formatted(port, port));
        for (String realm : List.of(HOME, FOREIGN)) {
            text.append(
                    """
                      %s = {
                        database_name = %s/%s.db
                        key_stash_file = %s/%s.stash
                        acl_file = %s/none.acl
                      }
                    """
                            .formatted(realm, folder, realm, folder, realm, folder));
        }
        return text
                + "[logging]\n  kdc = FILE:%s/kdc.log\n  admin_server = FILE:%s/admin.log\n"
                        .formatted(folder, folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try (Socket answered = new Socket("127.0.0.1", port)) {
                if (answered.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(Duration.ofMillis(50));
            }
        }
        throw new IOException("no answer: " + Files.readString(folder.resolve("kdc.out")));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
