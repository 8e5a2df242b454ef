package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.platform.ComponentName;
import io.berth.platform.InstallationKeys;
import io.berth.platform.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedPlatformTest {
    @TempDir Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void complete() {
        InstallationKeys.loadOrCreate(folder);
        environment.put("BERTH_DEMO_BOOTSTRAP", "kafka:9092");
        environment.put("BERTH_DEMO_INVENTORY_URL", "http://inventory:8080");
        environment.put("BERTH_DEMO_PLACEMENT_URL", "http://placement:8080/");
        environment.put("BERTH_DEMO_MONITORING_URL", "http://monitoring:8080");
        environment.put("BERTH_DEMO_REPLICA_URL", "http://replica:8080");
        environment.put("BERTH_DEMO_SIMULATOR_URL", "http://simulator:8080");
        environment.put("BERTH_DEMO_KEYVAULT_URLS", "http://one:8080, http://two:8080");
        environment.put("BERTH_DEMO_KEYS", folder.toString());
        environment.put("BERTH_DEMO_FOLDER", folder.resolve("demo").toString());
    }

    @Test
    void isWhatTheEnvironmentNames() {
        AttachedPlatform platform = AttachedPlatform.of(environment).orElseThrow();

        assertThat(platform.bootstrap()).isEqualTo("kafka:9092");
        assertThat(platform.url(ComponentName.INVENTORY)).isEqualTo("http://inventory:8080");
        assertThat(platform.url(ComponentName.PLACEMENT)).isEqualTo("http://placement:8080");
        assertThat(platform.keyvaults()).containsExactly("http://one:8080", "http://two:8080");
        assertThat(platform.folder()).isEqualTo(folder.resolve("demo"));
        assertThat(platform.token(Role.VIEWER)).isNotEmpty();
        assertThat(platform.power()).isEmpty();
    }

    @Test
    void isNotMeantWithoutABroker() {
        environment.put("BERTH_DEMO_BOOTSTRAP", " ");

        assertThat(AttachedPlatform.of(environment)).isEmpty();
        assertThat(AttachedPlatform.of(Map.of())).isEmpty();
    }

    @Test
    void saysAllThatIsMissingAtOnce() {
        environment.remove("BERTH_DEMO_REPLICA_URL");
        environment.remove("BERTH_DEMO_FOLDER");

        assertThatThrownBy(() -> AttachedPlatform.of(environment))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("BERTH_DEMO_FOLDER, BERTH_DEMO_REPLICA_URL");
    }

    @Test
    void refusesWhatIsNoAddress() {
        environment.put("BERTH_DEMO_REPLICA_URL", "replica:8080");

        assertThatThrownBy(() -> AttachedPlatform.of(environment))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("BERTH_DEMO_REPLICA_URL")
                .hasMessageContaining("http://inventory:8080");
    }

    @Test
    void neverMakesAKeyOfItsOwn() {
        Path empty = folder.resolve("empty");
        environment.put("BERTH_DEMO_KEYS", empty.toString());

        assertThatThrownBy(() -> AttachedPlatform.of(environment))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("token-signing.key");
        assertThat(empty).doesNotExist();
    }
}
