package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyFileTest {
    private static final long USER = new UnixSystem().getUid();

    @TempDir Path temp;
    private Path folder;
    private Path path;
    private RootKeyFile file;

    @BeforeEach
    void inAFolderThatIsNotThereYet() {
        folder = temp.resolve("keys").resolve("keyvault");
        path = folder.resolve("root.key");
        file = new RootKeyFile(path);
    }

    @Test
    void makesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        file.createIfAbsent();

        assertThat(rights(path)).isEqualTo("rw-------");
        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(Base64.getDecoder().decode(Files.readString(path).strip())).hasSize(32);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void keepsTheKeyThatIsThere() throws IOException {
        file.createIfAbsent();
        String first = Files.readString(path);

        file.createIfAbsent();

        assertThat(path).hasContent(first);
        assertThat(RootKey.of(file.read()).made(RootKey.of(file.read()).check(TENANT), TENANT))
                .isTrue();
    }

    @Test
    void severalThatStartTogetherEndWithOneKey() throws Exception {
        int instances = 8;
        CyclicBarrier together = new CyclicBarrier(instances);
        try (ExecutorService executor = Executors.newFixedThreadPool(instances)) {
            List<Callable<RootKey>> starts = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                starts.add(() -> {
                    RootKeyFile own = new RootKeyFile(path);
                    together.await();
                    own.createIfAbsent();
                    return RootKey.of(own.read());
                });
            }
            byte[] check = null;
            for (Future<RootKey> key : executor.invokeAll(starts)) {
                check = check == null ? key.get().check(TENANT) : check;
                assertThat(key.get().made(check, TENANT)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rwx------", "rw--w----"})
    void refusesAFileThatOthersMayRead(String rights) throws IOException {
        file.createIfAbsent();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::read)
                .withMessageContaining("the file " + path + " has the rights " + rights)
                .withMessageContaining("chmod 0600 " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx-----x", "rwxrwxrwx"})
    void refusesAFolderThatOthersMayEnter(String rights) throws IOException {
        file.createIfAbsent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::read)
                .withMessageContaining("the folder " + folder + " has the rights " + rights)
                .withMessageContaining("chmod 0700 " + folder);
    }

    @Test
    void makesNoKeyInAFolderThatOthersMayEnter() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::createIfAbsent)
                .withMessageContaining("rwxr-xr-x");
        assertThat(path).doesNotExist();
    }

    @Test
    void takesNarrowerRights() throws IOException {
        file.createIfAbsent();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));

        assertThat(RootKey.of(file.read()).made(RootKey.of(file.read()).check(TENANT), TENANT))
                .isTrue();
    }

    @Test
    void refusesAnotherUsersFile() {
        file.createIfAbsent();

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> new RootKeyFile(path, new OwnerOnly(USER + 1)).read())
                .withMessageContaining("belongs to user id " + USER + ", not to " + (USER + 1))
                .withMessageContaining("chown");
    }

    @Test
    void refusesALink() throws IOException {
        file.createIfAbsent();
        Path link = folder.resolve("link.key");
        Files.createSymbolicLink(link, path);

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> new RootKeyFile(link).read())
                .withMessageContaining("not a regular file");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::read)
                .withMessageContaining(path.toString())
                .withMessageContaining("there is no such file")
                .withMessageContaining("backup");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                               | holds 0 bytes",
                "AAAA                                             | holds 3 bytes",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==     | holds 31 bytes",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA     | holds 33 bytes",
                "correct-horse-battery-staple!                    | not base64"
            })
    void refusesWhatIsNoKeyAndDoesNotQuoteIt(String content, String reason) throws IOException {
        file.createIfAbsent();
        Files.writeString(path, content);

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::read)
                .withMessageContaining(reason)
                .withNoCause()
                .satisfies(refused -> {
                    if (!content.isEmpty()) {
                        assertThat(refused.getMessage()).doesNotContain(content);
                    }
                });
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        file.createIfAbsent();
        Files.writeString(path, "A".repeat(1025));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(file::read)
                .withMessageContaining("longer than any key");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
