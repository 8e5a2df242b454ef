package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.demo.CrashPhase.Sabotage;
import io.berth.platform.ComponentName;
import io.berth.platform.Installation;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import io.berth.platform.Ports;
import io.berth.platform.supervisor.RunFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The real platform, every service as its own process, on ports and in a folder of its own: VMs are
 * replicated, a host dies, placement is killed in the middle of the re-placement, an instance of
 * the key vault is killed, and the checker passes; then a VM is doubled, and the checker notices.
 */
class WholePlatformIT {
    private static final EstatePlan.Size SMALL = new EstatePlan.Size(1, 2, 4, 40);
    private static final long SEED = 5;
    private static final int LOWEST_BASE = 20_000;
    private static final int BASES = 400;
    private static final int PORTS_EACH = PortPlan.HIGHEST_OFFSET + 1;

    private static final Timeline TIMELINE =
            new Timeline(
                    new PrintStream(System.out, true, StandardCharsets.UTF_8),
                    InstantSource.system(),
                    false);

    private static @Nullable LocalPlatform platform;

    @BeforeAll
    static void start() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        Path home = module.resolve("target").resolve("platform");
        Installation installation = new Installation(module.resolveSibling(""), home);
        if (RunFile.ofRunning(installation).isEmpty()) {
            remove(home);
        }
        platform = LocalPlatform.ensure(installation, freeBase(), TIMELINE);
    }

    @AfterAll
    static void stop() {
        LocalPlatform running = platform;
        if (running != null) {
            running.stop(TIMELINE);
        }
    }

    private static LocalPlatform running() {
        LocalPlatform running = platform;
        if (running == null) {
            throw new IllegalStateException("the platform was not started");
        }
        return running;
    }

    @Test
    void aDeathAndKilledServicesLoseNothingAndDoubleNothing() {
        DemoRun demo = new DemoRun(running(), TIMELINE);
        try (Stage stage = demo.stage(SMALL, SEED)) {
            assertThat(new EstatePhase(stage).run()).isTrue();
            CrashPhase crash = new CrashPhase(stage, null);
            HostId victim = crash.victim();
            assertThat(new ReplicatePhase(stage).run(victim)).isTrue();
            boolean replaced =
                    crash.crash(
                            victim,
                            () -> running().client().killComponent(ComponentName.PLACEMENT));
            boolean returned = replaced && new ZombiePhase(stage).run(victim);
            boolean kept = returned && new KeyvaultPhase(stage).run();
            boolean copied = kept && new RpoPhase(stage).run(victim);

            CheckPhase.Outcome outcome = new CheckPhase(stage, running().folder()).run();
            assertThat(outcome.verdict().path("findings")).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(returned).isTrue();
            assertThat(kept).isTrue();
            assertThat(copied).isTrue();
            JsonNode scope = outcome.verdict().path("scope");
            assertThat(scope.path("completedCycles").asInt()).isPositive();
            assertThat(scope.path("secrets").asInt()).isGreaterThan(10);
        }
    }

    @Test
    void aDoubledVmIsNoticed() {
        CheckPhase.Outcome outcome =
                new DemoRun(running(), TIMELINE).run(SMALL, SEED, Sabotage.DOUBLE);

        List<String> kinds = new ArrayList<>();
        outcome.verdict()
                .path("findings")
                .forEach(finding -> kinds.add(finding.path("kind").asText()));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(kinds).contains("RAN_TWICE", "RAN_WITHOUT_DECISION", "SEEN_TWICE");
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

    /** A port base of which all ports are free; others run on this machine too. */
    private static int freeBase() {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < BASES; attempt++) {
            PortPlan ports = new PortPlan(LOWEST_BASE + PORTS_EACH * random.nextInt(BASES));
            if (isFree(ports)) {
                return ports.base();
            }
        }
        throw new IllegalStateException("no free ports found above " + LOWEST_BASE);
    }

    private static boolean isFree(PortPlan ports) {
        try {
            ComponentName.ALL.forEach(
                    component -> Ports.requireFree(ports.of(component), component.value()));
            Ports.requireFree(ports.kafkaController(), "controller");
            return true;
        } catch (PlatformException taken) {
            return false;
        }
    }
}
