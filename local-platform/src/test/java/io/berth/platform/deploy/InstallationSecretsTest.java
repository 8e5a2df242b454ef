package io.berth.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.platform.AgentCa;
import io.berth.platform.InstallationKeys;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationSecretsTest {
    @TempDir private Path folder = Path.of("");

    private final List<String> told = new ArrayList<>();

    @Test
    void eachServiceGetsItsOwnPasswordAndTheOnePublicKey() throws IOException {
        prepare();

        Map<String, String> passwords = new HashMap<>();
        for (String service : Volumes.SERVICES) {
            Properties settings = settings(service);
            assertThat(settings.getProperty("quarkus.oidc.public-key"))
                    .isEqualTo(InstallationKeys.loadOrCreate(volumes().keys()).publicKeyBase64());
            String password = settings.getProperty("quarkus.datasource.password");
            if (Volumes.WITH_DATABASE.contains(service)) {
                passwords.put(service, password);
            } else {
                assertThat(password).as(service).isNull();
            }
        }
        assertThat(passwords.values()).doesNotHaveDuplicates().doesNotContain("");
        assertThat(passwords)
                .containsEntry("placement", read(volumes().databasePassword("placement")));
        assertThat(read(volumes().superuserCopy()))
                .isEqualTo(read(volumes().superuserPassword()))
                .isNotIn(passwords.values());
    }

    @Test
    void onlyTheOwnerReadsAnyOfIt() throws IOException {
        prepare();

        for (Path path : everything()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(path.toString())
                    .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
        }
    }

    @Test
    void isSafeToRepeat() throws IOException {
        prepare();
        Map<Path, String> first = contents();
        first.remove(volumes().inventoryToken());
        first.remove(volumes().monitoringToken());
        first.remove(volumes().simulatorToken());

        told.clear();
        prepare();

        assertThat(contents()).containsAllEntriesOf(first);
        assertThat(told).contains("token signing key: kept", "placement's database password: kept");
        assertThat(told).noneMatch(line -> line.endsWith(": made"));
    }

    @Test
    void tellsNoSecret() throws IOException {
        prepare();

        List<String> secrets =
                contents().entrySet().stream()
                        .filter(file -> !file.getKey().toString().endsWith(".crt"))
                        .flatMap(file -> file.getValue().lines())
                        .filter(line -> !line.startsWith("#") && !line.startsWith("-----"))
                        .map(line -> line.replaceFirst("^[a-z.-]+=", ""))
                        .toList();
        assertThat(secrets)
                .hasSizeGreaterThan(Volumes.WITH_DATABASE.size())
                .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(16));
        assertThat(String.join("\n", told)).doesNotContain(secrets);
    }

    @Test
    void onlyMonitoringGetsTheKeyThatCertifiesAgents() throws IOException {
        prepare();

        AgentCa original = AgentCa.in(volumes().keys());
        AgentCa copy = volumes().monitoringAuthority();
        String key = read(original.key());
        assertThat(read(copy.key())).isEqualTo(key).contains("PRIVATE KEY");
        assertThat(read(copy.certificate())).isEqualTo(read(original.certificate()));
        assertThat(read(volumes().inventoryAuthority())).isEqualTo(read(original.certificate()));
        assertThat(
                        contents().entrySet().stream()
                                .filter(file -> file.getValue().contains(key))
                                .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(original.key(), copy.key());
    }

    @Test
    void aLostCopyIsWrittenAgain() throws IOException {
        prepare();
        String before = Files.readString(volumes().settings("monitoring"));
        Files.delete(volumes().settings("monitoring"));
        Files.delete(volumes().superuserCopy());

        prepare();

        assertThat(volumes().settings("monitoring")).hasContent(before);
        assertThat(read(volumes().superuserCopy())).isEqualTo(read(volumes().superuserPassword()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-signing.key",
                "agent-ca.key",
                "database-inventory.password",
                "database-superuser.password"
            })
    void aLostOriginalIsRefusedAndNothingChanged(String lost) throws IOException {
        prepare();
        Files.delete(volumes().keys().resolve(lost));
        Map<Path, String> before = contents();

        assertThatThrownBy(this::prepare)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("lacks " + lost)
                .hasMessageContaining("backup")
                .hasMessageContaining("down --volumes");

        assertThat(contents()).isEqualTo(before);
    }

    private void prepare() {
        new InstallationSecrets(volumes(), told::add).prepare();
    }

    private Volumes volumes() {
        return new Volumes(folder.resolve("volumes"));
    }

    private Properties settings(String service) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(volumes().settings(service))) {
            settings.load(reader);
        }
        return settings;
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> found = Files.walk(volumes().root(), FileVisitOption.FOLLOW_LINKS)) {
            return found.toList();
        }
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new HashMap<>();
        for (Path path : everything()) {
            if (Files.isRegularFile(path)) {
                contents.put(path, Files.readString(path));
            }
        }
        return contents;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
