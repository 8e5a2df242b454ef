package io.berth.platform.supervisor;

import static io.berth.platform.ComponentName.INVENTORY;
import static io.berth.platform.ComponentName.INVENTORY_2;
import static io.berth.platform.ComponentName.KAFKA;
import static io.berth.platform.ComponentName.KEYVAULT;
import static io.berth.platform.ComponentName.KEYVAULT_2;
import static io.berth.platform.ComponentName.MONITORING;
import static io.berth.platform.ComponentName.MONITORING_2;
import static io.berth.platform.ComponentName.PLACEMENT;
import static io.berth.platform.ComponentName.PLACEMENT_2;
import static io.berth.platform.ComponentName.POSTGRES;
import static io.berth.platform.ComponentName.REPLICA;
import static io.berth.platform.ComponentName.REPLICA_2;
import static io.berth.platform.ComponentName.SECOND_INSTANCES;
import static io.berth.platform.ComponentName.SIMULATOR;

import io.berth.platform.AgentCa;
import io.berth.platform.ComponentName;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.EmbeddedPostgres;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import io.berth.platform.Role;
import io.berth.platform.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one local platform consists of: which processes, with which settings, in which order.
 *
 * <p>The one place that knows the environment of the services.
 */
final class PlatformPlan {
    /** Of every topic; see {@link io.berth.platform.TopicSetup} on why it never changes. */
    static final int PARTITIONS = 6;

    /** Have to be there before a service starts. */
    static final List<ComponentName> INFRASTRUCTURE = List.of(POSTGRES, KAFKA);

    /**
     * C1 alone: measured on two cores, a service is ready in 2.2 s instead of 3.2 s and holds 30
     * MiB less; its peak speed is more than one machine's simulated fleet asks for.
     */
    private static final List<String> SERVICE_JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Whom the key vault sees in inventory's calls. */
    private static final String INVENTORY_PRINCIPAL = "inventory";

    /** Whom placement sees when monitoring asks for advice. */
    private static final String MONITORING_PRINCIPAL = "monitoring";

    /** Who enrols simulated hosts, as an administrator does with machines. */
    private static final String SIMULATOR_PRINCIPAL = "fleet-simulator";

    /** Longer than anybody leaves a local platform running; each start writes a fresh token. */
    private static final Duration SERVICE_TOKEN_VALIDITY = Duration.ofDays(365);

    private static final List<Service> SERVICES =
            List.of(
                    Service.first(INVENTORY, "inventory", PlatformPlan::inventorySettings),
                    Service.first(MONITORING, "monitoring", PlatformPlan::monitoringSettings),
                    Service.first(PLACEMENT, "placement", PlatformPlan::noSettings),
                    Service.first(REPLICA, "replica", PlatformPlan::noSettings),
                    Service.first(KEYVAULT, "keyvault", PlatformPlan::keyvaultSettings),
                    new Service(
                            SIMULATOR,
                            "fleet-simulator",
                            "simulator-1",
                            null,
                            PlatformPlan::simulatorSettings),
                    Service.second(INVENTORY_2, "inventory", PlatformPlan::inventorySettings),
                    Service.second(MONITORING_2, "monitoring", PlatformPlan::monitoringSettings),
                    Service.second(PLACEMENT_2, "placement", PlatformPlan::noSettings),
                    Service.second(REPLICA_2, "replica", PlatformPlan::noSettings),
                    Service.second(KEYVAULT_2, "keyvault", PlatformPlan::keyvaultSettings));

    private final Installation installation;
    private final PortPlan ports;
    private final Map<String, String> environment;

    /**
     * A service as a program with its settings.
     *
     * @param instance tells the instances of a service apart in their events and logs
     * @param database of the service; absent when it keeps its state elsewhere
     * @param ownSettings what only this service is told; both instances the same
     */
    private record Service(
            ComponentName name,
            String module,
            String instance,
            @Nullable String database,
            Function<PlatformPlan, Map<String, String>> ownSettings) {
        static Service first(
                ComponentName name,
                String service,
                Function<PlatformPlan, Map<String, String>> ownSettings) {
            return new Service(name, service + "-service", service + "-1", service, ownSettings);
        }

        static Service second(
                ComponentName name,
                String service,
                Function<PlatformPlan, Map<String, String>> ownSettings) {
            return new Service(name, service + "-service", service + "-2", service, ownSettings);
        }
    }

    /**
     * A plan.
     *
     * @param environment of the daemon: {@code BERTH_TOPIC_PREFIX} in front of every topic's name,
     *     {@code BERTH_SERVICE_JAVA_OPTS} for further JVM options of every service
     */
    PlatformPlan(Installation installation, PortPlan ports, Map<String, String> environment) {
        this.installation = installation;
        this.ports = ports;
        this.environment = environment;
    }

    /** The services that start with the platform. */
    static List<ComponentName> services(boolean simulator) {
        return SERVICES.stream()
                .map(Service::name)
                .filter(name -> !SECOND_INSTANCES.contains(name))
                .filter(name -> simulator || !name.equals(SIMULATOR))
                .toList();
    }

    /** All components, those that others need first. */
    List<List<Component>> levels() {
        PostgresComponent postgres =
                new PostgresComponent(
                        new EmbeddedPostgres.Settings(
                                installation.postgresData(),
                                ports.of(POSTGRES),
                                installation.log("postgres"),
                                installation.postgresPrograms(),
                                true),
                        SERVICES.stream()
                                .flatMap(service -> Stream.ofNullable(service.database()))
                                .distinct()
                                .map(this::database)
                                .toList());
        KafkaComponent kafka =
                new KafkaComponent(
                        new EmbeddedKafka.Settings(
                                installation.kafkaData(),
                                ports.of(KAFKA),
                                ports.kafkaController(),
                                installation.log("kafka"),
                                EmbeddedKafka.Settings.SMALL_JVM),
                        environment.getOrDefault("BERTH_TOPIC_PREFIX", ""),
                        PARTITIONS);
        return List.of(
                List.of(postgres, kafka),
                launches().stream().<Component>map(ServiceComponent::new).toList());
    }

    /** How each service is run. Makes the keys, passwords and tokens that are still missing. */
    List<ServiceComponent.Launch> launches() {
        InstallationKeys keys = InstallationKeys.loadOrCreate(installation.keys());
        OwnerOnly.folder(installation.keyvaultRootKey().resolveSibling(""));
        OwnerOnly.write(
                installation.inventoryToken(),
                keys.token(Role.SERVICE, INVENTORY_PRINCIPAL, SERVICE_TOKEN_VALIDITY) + "\n");
        OwnerOnly.write(
                installation.monitoringToken(),
                keys.token(Role.SERVICE, MONITORING_PRINCIPAL, SERVICE_TOKEN_VALIDITY) + "\n");
        OwnerOnly.write(
                installation.simulatorToken(),
                keys.token(Role.ADMINISTRATOR, SIMULATOR_PRINCIPAL, SERVICE_TOKEN_VALIDITY) + "\n");
        OwnerOnly.folder(installation.webhookSecrets());
        AgentCa.loadOrCreate(installation.keys());
        return SERVICES.stream().map(service -> launch(service, keys)).toList();
    }

    /**
     * Refuses when a program is missing.
     *
     * @throws PlatformException naming what is missing and how to build it
     */
    void requireBuilt() {
        List<Path> missing =
                SERVICES.stream()
                        .map(Service::module)
                        .distinct()
                        .map(this::program)
                        .filter(program -> !Files.exists(program))
                        .toList();
        if (!missing.isEmpty()) {
            throw new PlatformException(
                    "Not built yet: %s. Build with: ./mvnw -DskipTests package (./berth up does it by itself)."
                            .formatted(missing));
        }
    }

    private Path program(String module) {
        return installation
                .root()
                .resolve(module)
                .resolve("target")
                .resolve("quarkus-app")
                .resolve("quarkus-run.jar");
    }

    private ServiceDatabase database(String service) {
        Path password = installation.keys().resolve("database-" + service + ".password");
        return new ServiceDatabase(service, service, Secrets.passwordIn(password));
    }

    private ServiceComponent.Launch launch(Service service, InstallationKeys keys) {
        int port = ports.of(service.name());
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", ports.bootstrap());
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", keys.publicKeyBase64());
        settings.put("BERTH_INSTANCE", service.instance());
        if (service.database() != null) {
            ServiceDatabase database = database(service.database());
            settings.put(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    "jdbc:postgresql://%s/%s".formatted(ports.address(POSTGRES), database.name()));
            settings.put("QUARKUS_DATASOURCE_USERNAME", database.role());
            settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        }
        settings.putAll(service.ownSettings().apply(this));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SERVICE_JVM);
        command.addAll(
                Arrays.stream(environment.getOrDefault("BERTH_SERVICE_JAVA_OPTS", "").split("\\s+"))
                        .filter(option -> !option.isEmpty())
                        .toList());
        command.add("-jar");
        command.add(program(service.module()).toString());
        return new ServiceComponent.Launch(
                service.name(),
                port,
                command,
                settings,
                URI.create(ports.url(service.name()) + "/q/health/ready"),
                installation.log(service.name().value()));
    }

    private Map<String, String> noSettings() {
        return Map.of();
    }

    private Map<String, String> inventorySettings() {
        return Map.of(
                "BERTH_INVENTORY_KEYVAULT_ADDRESSES",
                ports.address(KEYVAULT) + "," + ports.address(KEYVAULT_2),
                "BERTH_INVENTORY_KEYVAULT_TOKEN_FILE",
                installation.inventoryToken().toString(),
                "BERTH_AGENTS_CA_FILE",
                AgentCa.in(installation.keys()).certificate().toString());
    }

    private Map<String, String> monitoringSettings() {
        AgentCa ca = AgentCa.in(installation.keys());
        return Map.of(
                "BERTH_AGENTS_CA_FILE",
                ca.certificate().toString(),
                "BERTH_MONITORING_ENROLMENT_CA_KEY_FILE",
                ca.key().toString(),
                "BERTH_MONITORING_ENROLMENT_CA_CERTIFICATE_FILE",
                ca.certificate().toString(),
                "BERTH_TIPS_PLACEMENT",
                ports.url(PLACEMENT) + "," + ports.url(PLACEMENT_2),
                "BERTH_TIPS_TOKEN_FILE",
                installation.monitoringToken().toString(),
                "BERTH_WEBHOOKS_SECRETS",
                installation.webhookSecrets().toString());
    }

    private Map<String, String> simulatorSettings() {
        return Map.of(
                "BERTH_SIMULATOR_ENROLMENT_MONITORING",
                ports.url(MONITORING) + "," + ports.url(MONITORING_2),
                "BERTH_SIMULATOR_ENROLMENT_TOKEN_FILE",
                installation.simulatorToken().toString());
    }

    private Map<String, String> keyvaultSettings() {
        return Map.of(
                "BERTH_KEYVAULT_ROOT_KEY_FILE",
                installation.keyvaultRootKey().toString(),
                "BERTH_KEYVAULT_BACKUP_FOLDER",
                installation.keyvaultBackups().toString());
    }
}
