package io.berth.keyvault.container.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalContainerTest {
    private static final Place HERE = Place.local("node-1");
    private static final KeyName KEY = new KeyName(new RingId("hosts.A"), new KeyVersion(2));
    private static final byte[] FIRST = {1, 2, 3, 0, -1};
    private static final byte[] SECOND = {4, 5, 6};

    @TempDir Path temp;
    private Path folder;
    private LocalContainer container;

    @BeforeEach
    void open() {
        folder = temp.resolve("deep").resolve("keys");
        container = new LocalContainer(HERE, folder);
    }

    @Test
    void keepsFindsAndErasesAKey() throws IOException {
        assertThat(container.find(KEY)).isEmpty();
        container.erase(KEY);

        container.keep(KEY, FIRST);
        assertThat(container.find(KEY)).contains(FIRST);
        assertThat(new LocalContainer(HERE, folder).find(KEY)).contains(FIRST);

        container.keep(KEY, SECOND);
        assertThat(container.find(KEY)).contains(SECOND);
        assertThat(files()).containsExactly("hosts.A/2.key");

        container.erase(KEY);
        assertThat(container.find(KEY)).isEmpty();
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void nobodyElseMayReadWhatItMakes() throws IOException {
        container.keep(KEY, FIRST);

        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("hosts.A"))).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("hosts.A/2.key"))).isEqualTo("rw-------");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hosts.A", "hosts.A/2.key"})
    void readsNothingThatOthersCouldHaveChanged(String path) throws IOException {
        container.keep(KEY, FIRST);
        Path open = folder.resolve(path);
        Files.setPosixFilePermissions(
                open,
                PosixFilePermissions.fromString(
                        Files.isDirectory(open) ? "rwxr-xr-x" : "rw-r--r--"));

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY))
                .withMessageContaining("too wide")
                .withMessageContaining("chmod")
                .satisfies(refused -> assertThat(refused.place()).isEqualTo(HERE));
    }

    @Test
    void doesNotBeginInAFolderThatOthersMayEnter() throws IOException {
        Path wide = Files.createDirectories(temp.resolve("wide"));
        Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> new LocalContainer(HERE, wide))
                .withMessageContaining("chmod 0700 " + wide);
    }

    @Test
    void followsNoLink() throws IOException {
        container.keep(KEY, FIRST);
        Path file = folder.resolve("hosts.A/2.key");
        Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY))
                .withMessageContaining("not a regular file");
    }

    @Test
    void readsNothingThatIsTooLongForAKey() throws IOException {
        container.keep(KEY, FIRST);
        Files.write(folder.resolve("hosts.A/2.key"), new byte[1025]);

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> container.keep(KEY, new byte[1025]));
    }
}
