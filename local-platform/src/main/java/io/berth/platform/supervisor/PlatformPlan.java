package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.EmbeddedPostgres;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import io.berth.platform.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    static final List<ComponentName> INFRASTRUCTURE =
            List.of(ComponentName.POSTGRES, ComponentName.KAFKA);

    /**
     * C1 alone: measured on two cores, a service is ready in 2.2 s instead of 3.2 s and holds 30
     * MiB less; its peak speed is more than one machine's simulated fleet asks for.
     */
    private static final List<String> SERVICE_JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Installation installation;
    private final PortPlan ports;
    private final Map<String, String> environment;

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
        List<ComponentName> services =
                new ArrayList<>(
                        List.of(
                                ComponentName.INVENTORY,
                                ComponentName.MONITORING,
                                ComponentName.PLACEMENT));
        if (simulator) {
            services.add(ComponentName.SIMULATOR);
        }
        return List.copyOf(services);
    }

    /** All components, those that others need first. */
    List<List<Component>> levels() {
        InstallationKeys keys = InstallationKeys.loadOrCreate(installation.keys());
        ServiceDatabase inventory = database("inventory");
        ServiceDatabase monitoring = database("monitoring");
        ServiceDatabase placement = database("placement");
        PostgresComponent postgres =
                new PostgresComponent(
                        new EmbeddedPostgres.Settings(
                                installation.postgresData(),
                                ports.of(ComponentName.POSTGRES),
                                installation.log("postgres"),
                                installation.postgresPrograms(),
                                true),
                        List.of(inventory, monitoring, placement));
        KafkaComponent kafka =
                new KafkaComponent(
                        new EmbeddedKafka.Settings(
                                installation.kafkaData(),
                                ports.of(ComponentName.KAFKA),
                                ports.kafkaController(),
                                installation.log("kafka"),
                                EmbeddedKafka.Settings.SMALL_JVM),
                        environment.getOrDefault("BERTH_TOPIC_PREFIX", ""),
                        PARTITIONS);
        return List.of(
                List.of(postgres, kafka),
                List.of(
                        service(
                                ComponentName.INVENTORY,
                                "inventory-service",
                                "inventory-1",
                                inventory,
                                keys),
                        service(
                                ComponentName.MONITORING,
                                "monitoring-service",
                                "monitoring-1",
                                monitoring,
                                keys),
                        service(
                                ComponentName.PLACEMENT,
                                "placement-service",
                                "placement-1",
                                placement,
                                keys),
                        service(
                                ComponentName.PLACEMENT_2,
                                "placement-service",
                                "placement-2",
                                placement,
                                keys),
                        service(
                                ComponentName.SIMULATOR,
                                "fleet-simulator",
                                "simulator-1",
                                null,
                                keys)));
    }

    /**
     * Refuses when a program is missing.
     *
     * @throws PlatformException naming what is missing and how to build it
     */
    void requireBuilt() {
        List<Path> missing =
                Stream.of(
                                "inventory-service",
                                "monitoring-service",
                                "placement-service",
                                "fleet-simulator")
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

    private ServiceComponent service(
            ComponentName name,
            String module,
            String instance,
            @Nullable ServiceDatabase database,
            InstallationKeys keys) {
        int port = ports.of(name);
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", ports.bootstrap());
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", keys.publicKeyBase64());
        settings.put("BERTH_INSTANCE", instance);
        if (database != null) {
            settings.put(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    "jdbc:postgresql://127.0.0.1:%d/%s"
                            .formatted(ports.of(ComponentName.POSTGRES), database.name()));
            settings.put("QUARKUS_DATASOURCE_USERNAME", database.role());
            settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SERVICE_JVM);
        command.addAll(
                Arrays.stream(environment.getOrDefault("BERTH_SERVICE_JAVA_OPTS", "").split("\\s+"))
                        .filter(option -> !option.isEmpty())
                        .toList());
        command.add("-jar");
        command.add(program(module).toString());
        return new ServiceComponent(
                new ServiceComponent.Launch(
                        name,
                        port,
                        command,
                        settings,
                        URI.create(ports.url(name) + "/q/health/ready"),
                        installation.log(name.value())));
    }
}
