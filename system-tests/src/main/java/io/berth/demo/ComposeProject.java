package io.berth.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.ComponentName;
import io.berth.platform.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The compose project of an installation, spoken to by the {@code docker} command as a person
 * would.
 */
final class ComposeProject {
    /** A one-off container that signs a token needs a few seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LOOPBACK = "127.0.0.1";
    private static final int KAFKA_EXTERNAL = 8092;
    private static final int HTTP = 8080;

    /** Instances that the drill speaks to, by the service that they are. */
    private static final Map<ComponentName, String> FIRST =
            Map.of(
                    ComponentName.INVENTORY, "inventory-1",
                    ComponentName.PLACEMENT, "placement-1",
                    ComponentName.MONITORING, "monitoring-1",
                    ComponentName.REPLICA, "replica-1",
                    ComponentName.SIMULATOR, "simulator");

    private static final List<String> KEYVAULTS = List.of("keyvault-1", "keyvault-2");

    private final Path root;
    private final Map<String, String> tokens = new HashMap<>();

    /**
     * @param root the folder of {@code docker-compose.yml}
     * @throws DemoException when there is none
     */
    ComposeProject(Path root) {
        this.root = root;
        if (!Files.exists(root.resolve("docker-compose.yml"))) {
            throw new DemoException("there is no docker-compose.yml in " + root);
        }
    }

    /**
     * One container.
     *
     * @param service its name in the compose file
     * @param state for example {@code running}
     * @param health {@code healthy}, {@code unhealthy}, {@code starting}; empty without a check
     * @param ports published on this machine, by the port inside
     */
    record Container(
            String name, String service, String state, String health, Map<Integer, Integer> ports) {
        boolean runs() {
            return state.equals("running");
        }

        boolean healthy() {
            return runs() && (health.isEmpty() || health.equals("healthy"));
        }

        static Container of(JsonNode node) {
            Map<Integer, Integer> ports = new HashMap<>();
            for (JsonNode port : node.path("Publishers")) {
                if (port.path("PublishedPort").asInt() > 0) {
                    ports.put(port.path("TargetPort").asInt(), port.path("PublishedPort").asInt());
                }
            }
            return new Container(
                    node.path("Name").asText(),
                    node.path("Service").asText(),
                    node.path("State").asText(),
                    node.path("Health").asText(),
                    ports);
        }
    }

    /** All of the project, ended ones too, by service. */
    List<Container> containers() {
        return parse(docker("compose", "ps", "--all", "--format", "json"));
    }

    /** What {@code docker compose ps --format json} prints: an object a line, or a list in one. */
    static List<Container> parse(String output) {
        List<Container> containers = new ArrayList<>();
        for (String line : output.lines().filter(text -> !text.isBlank()).toList()) {
            try {
                JsonNode node = EventCodec.JSON.readTree(line);
                if (node.isArray()) {
                    node.forEach(one -> containers.add(Container.of(one)));
                } else {
                    containers.add(Container.of(node));
                }
            } catch (JsonProcessingException e) {
                throw new DemoException("docker compose ps did not answer JSON: " + line, e);
            }
        }
        containers.sort(Comparator.comparing(Container::service));
        return containers;
    }

    /**
     * One container by its service.
     *
     * @throws DemoException when there is none
     */
    Container container(String service) {
        return containers().stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow(() ->
                        new DemoException(
                                "the project has no container of "
                                        + service
                                        + "; start it with: docker compose up -d --wait"));
    }

    /** SIGKILL. */
    void kill(Container container) {
        docker("kill", container.name());
    }

    /** Starts an ended container; nothing happens when it runs. */
    void start(Container container) {
        docker("start", container.name());
    }

    /** The running project as a platform of this machine. */
    AttachedPlatform attach(Path folder) {
        Map<ComponentName, String> urls = new HashMap<>();
        FIRST.forEach((name, service) -> urls.put(name, url(service)));
        return new AttachedPlatform(
                LOOPBACK + ":" + port("kafka", KAFKA_EXTERNAL),
                urls,
                KEYVAULTS.stream().map(this::url).toList(),
                this::token,
                folder);
    }

    private String url(String service) {
        return "http://" + LOOPBACK + ":" + port(service, HTTP);
    }

    private int port(String service, int inside) {
        Integer port = container(service).ports().get(inside);
        if (port == null) {
            throw new DemoException(
                    service + " does not run, or publishes no port for its " + inside);
        }
        return port;
    }

    private String token(Role role, String principal) {
        return tokens.computeIfAbsent(
                role + "/" + principal,
                key ->
                        docker(
                                        "compose",
                                        "run",
                                        "--rm",
                                        "--no-deps",
                                        "-T",
                                        "token",
                                        role.claim(),
                                        "--principal",
                                        principal)
                                .strip());
    }

    private String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(command).directory(root.toFile()).start();
            process.getOutputStream().close();
            CompletableFuture<String> out =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new DemoException(
                        "%s did not end within %d s"
                                .formatted(String.join(" ", command), PATIENCE.toSeconds()));
            }
            if (process.exitValue() != 0) {
                throw new DemoException(
                        "%s ended with %d: %s"
                                .formatted(
                                        String.join(" ", command),
                                        process.exitValue(),
                                        err.join().strip()));
            }
            return out.join();
        } catch (IOException e) {
            throw new DemoException(
                    "docker cannot be run: " + e.getMessage() + ". Is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
