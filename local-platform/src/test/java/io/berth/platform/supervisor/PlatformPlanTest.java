package io.berth.platform.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.platform.ComponentName;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformPlanTest {
    private static final Map<ComponentName, ComponentName> PAIRS =
            Map.of(
                    ComponentName.INVENTORY, ComponentName.INVENTORY_2,
                    ComponentName.MONITORING, ComponentName.MONITORING_2,
                    ComponentName.PLACEMENT, ComponentName.PLACEMENT_2,
                    ComponentName.REPLICA, ComponentName.REPLICA_2,
                    ComponentName.KEYVAULT, ComponentName.KEYVAULT_2);

    private Installation installation = new Installation(Path.of("/"), Path.of("/"));
    private PlatformPlan plan = plan(installation);

    @BeforeEach
    void planFor(@TempDir Path folder) {
        installation = new Installation(folder.resolve("project"), folder.resolve("home"));
        plan = plan(installation);
    }

    @Test
    void everyComponentHasAProcess() {
        assertThat(plan.levels().stream().flatMap(List::stream).map(Component::name))
                .containsExactlyInAnyOrderElementsOf(ComponentName.ALL);
    }

    @Test
    void secondInstancesStartOnDemandOnly() {
        assertThat(PlatformPlan.services(true))
                .containsExactly(
                        ComponentName.INVENTORY,
                        ComponentName.MONITORING,
                        ComponentName.PLACEMENT,
                        ComponentName.REPLICA,
                        ComponentName.KEYVAULT,
                        ComponentName.SIMULATOR);
        assertThat(PlatformPlan.services(false)).doesNotContain(ComponentName.SIMULATOR).hasSize(5);
    }

    @Test
    void theInstancesOfAServiceDifferInPortAndNameAlone() {
        Map<ComponentName, ServiceComponent.Launch> launches = launches();

        PAIRS.forEach((first, second) -> {
            Map<String, String> one = new HashMap<>(launch(launches, first).environment());
            Map<String, String> two = new HashMap<>(launch(launches, second).environment());
            assertThat(List.of(one.remove("BERTH_INSTANCE"), two.remove("BERTH_INSTANCE")))
                    .containsExactly(first + "-1", second.value());
            assertThat(List.of(one.remove("QUARKUS_HTTP_PORT"), two.remove("QUARKUS_HTTP_PORT")))
                    .doesNotHaveDuplicates();
            assertThat(two).isEqualTo(one);
            assertThat(launch(launches, second).command())
                    .isEqualTo(launch(launches, first).command());
        });
    }

    @Test
    void aServiceConnectsToItsOwnDatabaseAndNoOther() {
        Map<ComponentName, ServiceComponent.Launch> launches = launches();

        assertThat(PAIRS.keySet())
                .allSatisfy(service ->
                        assertThat(launch(launches, service).environment())
                                .containsEntry(
                                        "QUARKUS_DATASOURCE_JDBC_URL",
                                        "jdbc:postgresql://127.0.0.1:9014/" + service)
                                .containsEntry("QUARKUS_DATASOURCE_USERNAME", service.value()));
        assertThat(
                        PAIRS.keySet().stream()
                                .map(service ->
                                        launch(launches, service)
                                                .environment()
                                                .get("QUARKUS_DATASOURCE_PASSWORD")))
                .doesNotHaveDuplicates();
        assertThat(launch(launches, ComponentName.SIMULATOR).environment())
                .doesNotContainKey("QUARKUS_DATASOURCE_JDBC_URL");
    }

    @Test
    void theVaultsFolderIsItsOwnersAndTheRootKeyIsLeftToIt() throws Exception {
        Path rootKey =
                Path.of(
                        Objects.requireNonNull(
                                launch(launches(), ComponentName.KEYVAULT)
                                        .environment()
                                        .get("BERTH_KEYVAULT_ROOT_KEY_FILE")));

        assertThat(rootKey).isEqualTo(installation.home().resolve("keys/keyvault/root.key"));
        assertThat(rootKey).doesNotExist();
        assertThat(Files.getPosixFilePermissions(rootKey.resolveSibling("")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void monitoringAloneIsToldWhereTheKeyThatCertifiesAgentsLies() {
        Map<ComponentName, ServiceComponent.Launch> launches = launches();
        for (ServiceComponent.Launch launch : launches.values()) {
            boolean monitoring =
                    launch.name().equals(ComponentName.MONITORING)
                            || launch.name().equals(ComponentName.MONITORING_2);
            assertThat(launch.environment().toString().contains("agent-ca.key"))
                    .as(launch.name().value())
                    .isEqualTo(monitoring);
        }
        Map<String, String> monitoring = launch(launches, ComponentName.MONITORING).environment();
        Map<String, String> inventory = launch(launches, ComponentName.INVENTORY).environment();
        assertThat(inventory.get("BERTH_AGENTS_CA_FILE"))
                .isEqualTo(monitoring.get("BERTH_AGENTS_CA_FILE"))
                .isEqualTo(monitoring.get("BERTH_MONITORING_ENROLMENT_CA_CERTIFICATE_FILE"));
    }

    @Test
    void monitoringAsksBothInstancesOfPlacementWithATokenOfItsOwn() throws Exception {
        Map<String, String> environment =
                launch(launches(), ComponentName.MONITORING).environment();
        Path token = Path.of(Objects.requireNonNull(environment.get("BERTH_TIPS_TOKEN_FILE")));
        Path secrets = Path.of(Objects.requireNonNull(environment.get("BERTH_WEBHOOKS_SECRETS")));

        assertThat(environment.get("BERTH_TIPS_PLACEMENT"))
                .matches("http://127\\.0\\.0\\.1:\\d+,http://127\\.0\\.0\\.1:\\d+");
        assertThat(claims(OwnerOnly.read(token)).getSubject()).isEqualTo("monitoring");
        assertThat(Files.getPosixFilePermissions(secrets))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void inventoryReachesBothVaultsWithAFreshTokenOfItsOwn() throws Exception {
        Map<String, String> environment = launch(launches(), ComponentName.INVENTORY).environment();
        Path file =
                Path.of(
                        Objects.requireNonNull(
                                environment.get("BERTH_INVENTORY_KEYVAULT_TOKEN_FILE")));
        String first = OwnerOnly.read(file);

        plan.launches();

        assertThat(environment)
                .containsEntry(
                        "BERTH_INVENTORY_KEYVAULT_ADDRESSES", "127.0.0.1:9005,127.0.0.1:9025");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(OwnerOnly.read(file)).isNotEqualTo(first);
        JwtClaims claims = claims(first);
        assertThat(claims.getSubject()).isEqualTo("inventory");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("service");
        assertThat(
                        Duration.ofMillis(
                                claims.getExpirationTime().getValueInMillis()
                                        - claims.getIssuedAt().getValueInMillis()))
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void everyMissingProgramIsNamedOnce() {
        assertThatThrownBy(plan::requireBuilt)
                .isInstanceOf(PlatformException.class)
                .satisfies(refusal ->
                        Stream.of(
                                        "inventory-service",
                                        "monitoring-service",
                                        "placement-service",
                                        "replica-service",
                                        "keyvault-service",
                                        "fleet-simulator")
                                .forEach(module ->
                                        assertThat(refusal.getMessage())
                                                .containsOnlyOnce("/" + module + "/")));
    }

    private JwtClaims claims(String token) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKey(InstallationKeys.loadOrCreate(installation.keys()).publicKey())
                .setExpectedAudience(InstallationKeys.AUDIENCE)
                .build()
                .processToClaims(token);
    }

    private Map<ComponentName, ServiceComponent.Launch> launches() {
        return plan.launches().stream()
                .collect(Collectors.toMap(ServiceComponent.Launch::name, Function.identity()));
    }

    private static ServiceComponent.Launch launch(
            Map<ComponentName, ServiceComponent.Launch> launches, ComponentName name) {
        return Objects.requireNonNull(launches.get(name));
    }

    private static PlatformPlan plan(Installation installation) {
        return new PlatformPlan(installation, new PortPlan(9000), Map.of());
    }
}
