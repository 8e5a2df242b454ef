package io.berth.keyvault.container.ldap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a test reaches a directory. */
public record LdapSettings(
        String server, Guard guard, Path trusted, String account, Path password, Duration patience)
        implements LdapConfig {
    /** Where the container is. */
    public static final String PATH = "CN=VMMDKM,CN=System,DC=berth,DC=local";

    /** The service account. */
    public static final String ACCOUNT = "CN=keyvault,CN=Users,DC=berth,DC=local";

    /** The service account over a connection without TLS. */
    public static LdapSettings plain(int port, Path password) {
        return new LdapSettings(
                "127.0.0.1:" + port,
                Guard.LOOPBACK_ONLY,
                Path.of("none"),
                ACCOUNT,
                password,
                Duration.ofSeconds(10));
    }

    LdapSettings guarded(Guard other, Path authority) {
        return new LdapSettings(server, other, authority, account, password, patience);
    }

    LdapSettings at(String otherServer) {
        return new LdapSettings(otherServer, guard, trusted, account, password, patience);
    }

    LdapSettings as(String otherAccount) {
        return new LdapSettings(server, guard, trusted, otherAccount, password, patience);
    }

    LdapSettings waiting(Duration other) {
        return new LdapSettings(server, guard, trusted, account, password, other);
    }

    /** A password in a file that only its owner reads. */
    public static Path passwordFile(Path folder, String password) throws IOException {
        Path file = folder.resolve("password");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n");
    }

    @Override
    public Optional<List<String>> servers() {
        return Optional.of(List.of(server));
    }

    @Override
    public Optional<Path> trustFile() {
        return Optional.of(trusted);
    }

    @Override
    public Optional<String> bindDn() {
        return Optional.of(account);
    }

    @Override
    public Optional<Path> passwordFile() {
        return Optional.of(password);
    }

    @Override
    public Duration connectTimeout() {
        return patience;
    }

    @Override
    public Duration answerTimeout() {
        return patience;
    }

    @Override
    public int connections() {
        return 2;
    }
}
