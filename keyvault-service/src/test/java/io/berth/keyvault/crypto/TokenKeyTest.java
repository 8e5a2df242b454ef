package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.keyvault.domain.seal.Unsealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real token: SoftHSM, where it is installed. */
class TokenKeyTest {
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String PIN = "1234567890";
    private static final Unsealing.Token HOW = new Unsealing.Token("berth-root");

    @TempDir static Path temp;

    private static Path configuration;
    private static Path pin;

    @BeforeAll
    static void makeToken() throws Exception {
        String settings = System.getenv("SOFTHSM2_CONF"); // Of the build; SoftHSM reads it once.
        assumeThat(settings).as("where SoftHSM looks for its settings").isNotNull();
        assumeThat(
                        List.of(
                                LIBRARY,
                                Path.of("/usr/bin/softhsm2-util"),
                                Path.of("/usr/bin/pkcs11-tool")))
                .as("SoftHSM and OpenSC")
                .allMatch(Files::exists);
        Path tokens = Files.createDirectory(temp.resolve("tokens"));
        Files.writeString(
                Path.of(settings),
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        run(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "berth",
                "--so-pin",
                "87654321",
                "--pin",
                PIN);
        run(
                "pkcs11-tool",
                "--module",
                LIBRARY.toString(),
                "--token-label",
                "berth",
                "--login",
                "--pin",
                PIN,
                "--keygen",
                "--key-type",
                "AES:32",
                "--label",
                HOW.label(),
                "--sensitive");
        configuration =
                Files.writeString(
                        temp.resolve("pkcs11.cfg"),
                        "name = berth\nlibrary = " + LIBRARY + "\nslotListIndex = 0\n");
        pin = Files.writeString(temp.resolve("pin"), PIN + "\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("tool.log").toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(temp.resolve("tool.log"))).isZero();
    }

    @Test
    void theTokenOpensWhatItWrapped() {
        WrappedRootKey wrapped =
                WrappedRootKey.fresh(TENANT, HOW, TokenKey.find(configuration, pin, HOW.label()));

        TokenKey again = TokenKey.find(configuration, pin, HOW.label());

        byte[] check = wrapped.open(again).orElseThrow().check(TENANT);
        assertThat(wrapped.open(again).orElseThrow().made(check, TENANT)).isTrue();
        byte[] flipped = wrapped.bytes().clone();
        flipped[20] ^= 1;
        assertThat(new WrappedRootKey(TENANT, HOW, new byte[5]).open(again)).isEmpty();
        assertThat(new WrappedRootKey(TENANT, HOW, flipped).open(again)).isEmpty();
        assertThat(
                        new WrappedRootKey(TENANT, new Unsealing.Token("other"), wrapped.bytes())
                                .open(again))
                .isEmpty();
    }

    @Test
    void saysThatTheTokenHasNoSuchKey() {
        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> TokenKey.find(configuration, pin, "nobody"))
                .withMessageContaining("no AES key with the label nobody");
    }

    @Test
    void refusesAPinThatOthersMayRead() throws IOException {
        Path open = Files.writeString(temp.resolve("open-pin"), PIN);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> TokenKey.find(configuration, open, HOW.label()))
                .withMessageContaining("chmod 0600 " + open);
    }

    @Test
    void saysThatTheTokenIsAway() throws IOException {
        Path away =
                Files.writeString(
                        temp.resolve("away.cfg"), "name = away\nlibrary = /nowhere/lib.so\n");

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> TokenKey.find(away, pin, HOW.label()))
                .withMessageContaining("the token: it does not answer")
                .withNoCause();
    }
}
