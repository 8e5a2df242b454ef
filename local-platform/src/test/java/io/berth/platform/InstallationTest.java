package io.berth.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    @Test
    void theStateFolderIsInTheProjectUnlessSaidOtherwise(@TempDir Path project) throws Exception {
        Files.createFile(project.resolve("berth"));
        Path below = Files.createDirectories(project.resolve("contracts").resolve("src"));

        Installation found = Installation.locate(Map.of(), below);
        Installation moved =
                Installation.locate(
                        Map.of("BERTH_ROOT", project.toString(), "BERTH_HOME", "/var/berth"),
                        below);

        assertThat(found).isEqualTo(new Installation(project, project.resolve(".berth")));
        assertThat(moved).isEqualTo(new Installation(project, Path.of("/var/berth")));
    }

    @Test
    void everyComponentHasItsOwnPort() {
        PortPlan ports = new PortPlan(PortPlan.DEFAULT_BASE);

        assertThat(ComponentName.ALL.stream().map(ports::of))
                .doesNotHaveDuplicates()
                .doesNotContain(ports.kafkaController());
        assertThat(ports.bootstrap()).isEqualTo("127.0.0.1:8092");
        assertThat(ports.url(ComponentName.PLACEMENT)).isEqualTo("http://127.0.0.1:8082");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 80, 65_530})
    void aBaseWhosePortsDoNotExistIsRefused(int base) {
        assertThatThrownBy(() -> new PortPlan(base))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(Integer.toString(base))
                .hasMessageContaining("1024 to 65510");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Kafka", "../etc", "a b"})
    void whatCouldNotBeAFileNameIsNoComponent(String name) {
        assertThatThrownBy(() -> new ComponentName(name))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("postgres, kafka, inventory");
    }

    @Test
    void withoutARunningPlatformTheClientSaysHowToStartOne(@TempDir Path home) {
        assertThatThrownBy(() -> PlatformClient.connect(new Installation(home, home)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("berth up");
    }
}
