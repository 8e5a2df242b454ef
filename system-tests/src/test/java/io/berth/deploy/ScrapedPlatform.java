package io.berth.deploy;

import io.berth.platform.ComponentName;
import io.berth.platform.Installation;
import io.berth.platform.PlatformClient;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import io.berth.platform.Ports;
import io.berth.platform.supervisor.DaemonLauncher;
import io.berth.platform.supervisor.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A local platform on ports and in a folder of its own, and a Prometheus with the project's rules
 * and consoles that scrapes it.
 */
final class ScrapedPlatform {
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LOWEST_BASE = 31_000;
    private static final int BASES = 40;
    private static final int PORTS_EACH = PortPlan.HIGHEST_OFFSET + 1;

    private static final List<ComponentName> SERVICES =
            List.of(
                    ComponentName.INVENTORY,
                    ComponentName.MONITORING,
                    ComponentName.PLACEMENT,
                    ComponentName.REPLICA,
                    ComponentName.KEYVAULT,
                    ComponentName.SIMULATOR);

    private final PlatformClient platform;
    private final Process prometheus;
    private final int port;

    private ScrapedPlatform(PlatformClient platform, Process prometheus, int port) {
        this.platform = platform;
        this.prometheus = prometheus;
        this.port = port;
    }

    static ScrapedPlatform start() throws IOException {
        Path home = Path.of("").toAbsolutePath().resolve("target").resolve("scraped-platform");
        remove(home);
        Installation installation = new Installation(Yaml.ROOT, home);
        PlatformClient platform = startPlatform(installation);
        try {
            int port = Ports.free();
            return new ScrapedPlatform(
                    platform, startPrometheus(installation, platform.ports(), port), port);
        } catch (IOException | RuntimeException e) {
            platform.down(STOP);
            throw e;
        }
    }

    /** What an earlier run has left; its logs are kept until here. */
    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> content;
        try (Stream<Path> paths = Files.walk(folder)) {
            content = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.delete(path);
        }
    }

    private static PlatformClient startPlatform(Installation installation) {
        ProcessHandle daemon = DaemonLauncher.launch(installation, freeBase(), true);
        Awaitility.await()
                .atMost(START)
                .until(() -> {
                    if (!daemon.isAlive()) {
                        throw DaemonLauncher.problem(installation);
                    }
                    return RunFile.ofRunning(installation)
                            .filter(file -> Files.exists(file.socket()))
                            .isPresent();
                });
        PlatformClient platform = PlatformClient.connect(installation);
        try {
            platform.awaitHealthy(SERVICES, START);
            return platform;
        } catch (PlatformException e) {
            platform.down(STOP);
            throw e;
        }
    }

    private static Process startPrometheus(Installation installation, PortPlan ports, int port)
            throws IOException {
        Path folder = installation.home().resolve("prometheus");
        copy(Queries.PROMETHEUS, folder);
        StringBuilder jobs =
                new StringBuilder(
                        "global: { scrape_interval: 1s, evaluation_interval: 1s }\n"
                                + "rule_files: [rules/*.yml]\n"
                                + "scrape_configs:\n");
        for (ComponentName service : SERVICES) {
            jobs.append(
                    "  - { job_name: %s, metrics_path: /q/metrics, static_configs: [{ targets: [\"127.0.0.1:%d\"] }] }%n"
                            .formatted(service, ports.of(service)));
        }
        Files.writeString(folder.resolve("prometheus.yml"), jobs);
        // In a container it has another user, and the host's network, where the platform is.
        Tool tool =
                Tool.find("prometheus", folder, "--network", "host", "--tmpfs", "/data:mode=1777");
        String data = tool.files().equals(folder.toString()) ? folder + "/data" : "/data";
        return new ProcessBuilder(
                        tool.with(
                                List.of(
                                        "--config.file=" + tool.files() + "/prometheus.yml",
                                        "--storage.tsdb.path=" + data,
                                        "--web.listen-address=127.0.0.1:" + port,
                                        "--web.console.templates=" + tool.files() + "/consoles",
                                        "--web.console.libraries=" + tool.files() + "/consoles")))
                .redirectErrorStream(true)
                .redirectOutput(installation.home().resolve("prometheus.log").toFile())
                .start();
    }

    private static void copy(Path from, Path to) throws IOException {
        var all = PosixFilePermissions.fromString("rwxr-xr-x");
        Path home = to.resolveSibling("");
        Files.setPosixFilePermissions(home, all);
        for (String part : List.of("", "rules", "consoles")) {
            Path folder = Files.createDirectories(to.resolve(part));
            Files.setPosixFilePermissions(folder, all);
            try (var files = Files.list(from.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    /** Where Prometheus answers. */
    String prometheus() {
        return "http://127.0.0.1:" + port;
    }

    void stop() {
        prometheus.destroy();
        try {
            if (!prometheus.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                prometheus.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        platform.down(STOP);
    }

    /** A port base of which all ports are free; others run on this machine too. */
    private static int freeBase() {
        SplittableRandom random = new SplittableRandom();
        return random.ints(BASES, 0, BASES)
                .map(step -> LOWEST_BASE + PORTS_EACH * step)
                .filter(ScrapedPlatform::isFree)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no free ports found above " + LOWEST_BASE));
    }

    private static boolean isFree(int base) {
        PortPlan ports = new PortPlan(base);
        int[] wanted = ComponentName.ALL.stream().mapToInt(ports::of).toArray();
        return Arrays.stream(wanted).allMatch(Ports::isFree)
                && Ports.isFree(ports.kafkaController());
    }
}
