package io.berth.simulator.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.mover.wire.tls.IdentityFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated hosts join, keep what they got, renew, and stay out once they were revoked. */
class EnrollerTest {
    private static final HostId HOST = new HostId("node-1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @TempDir Path folder;

    private final List<Enroller> running = new ArrayList<>();
    private @Nullable FakeMonitoring fake;

    private record Settings(
            Optional<List<URI>> monitoring,
            Optional<Path> tokenFile,
            Path folder,
            int parallel,
            Duration timeout)
            implements EnrolmentConfig {}

    @BeforeEach
    void open() throws IOException {
        fake = new FakeMonitoring();
        Files.writeString(folder.resolve("token"), FakeMonitoring.ADMINISTRATOR + "\n");
    }

    @AfterEach
    void close() {
        running.forEach(each -> each.stop(new ShutdownEvent()));
        monitoring().close();
    }

    private FakeMonitoring monitoring() {
        return Objects.requireNonNull(fake);
    }

    private Settings settings(URI... instances) {
        return new Settings(
                Optional.of(List.of(instances)),
                Optional.of(folder.resolve("token")),
                folder.resolve("agents"),
                2,
                Duration.ofSeconds(5));
    }

    private Enroller started(EnrolmentConfig config) {
        Enroller enroller =
                new Enroller(
                        config,
                        new MonitoringCalls(config),
                        new IdentityFolder(config),
                        new SimpleMeterRegistry());
        running.add(enroller);
        enroller.start(new StartupEvent());
        enroller.wanted(HOST);
        return enroller;
    }

    private static Standing awaitState(Enroller enroller, Standing.State state) {
        await().atMost(PATIENCE)
                .until(() -> enroller.standing(HOST).orElseThrow().state() == state);
        return enroller.standing(HOST).orElseThrow();
    }

    private static boolean beat(EnrolmentConfig config, Enroller enroller) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        new HttpIngest(config, enroller).beat(beat(), taken::complete);
        return taken.join();
    }

    private static HostBeat beat() {
        return new HostBeat(
                HOST,
                new DomainId("c"),
                new BootId(1),
                new Tenure(0),
                1,
                0,
                true,
                true,
                Instant.now(),
                new HostLoad(5, new MiB(1)),
                "",
                null);
    }

    @Test
    void aHostJoinsWithAKeyOfItsOwnAndSpeaksForItself() throws IOException {
        monitoring().known.add("node-1");
        Settings config = settings(monitoring().address());
        Enroller enroller = started(config);

        Standing joined = awaitState(enroller, Standing.State.JOINED);

        assertThat(joined.serial()).isNotNull();
        assertThat(monitoring().asked).containsExactly("join node-1", "enrol node-1");
        await().atMost(PATIENCE).until(() -> beat(config, enroller));
        assertThat(monitoring().beats).contains("node-1");
        Path file = folder.resolve("agents").resolve("node-1.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        IdentityFiles files = enroller.files(HOST).orElseThrow();
        assertThat(files.identity()).isEqualTo(file);
        assertThat(Files.readString(files.trust()))
                .as("whose hosts its data mover believes")
                .containsOnlyOnce("BEGIN CERTIFICATE");
        assertThat(enroller.files(new HostId("node-2"))).isEmpty();
    }

    @Test
    void whatItGotSurvivesTheSimulator() {
        monitoring().known.add("node-1");
        Settings config = settings(monitoring().address());
        Standing before = awaitState(started(config), Standing.State.JOINED);
        running.getFirst().stop(new ShutdownEvent());

        Enroller again = started(config);

        assertThat(awaitState(again, Standing.State.JOINED).serial()).isEqualTo(before.serial());
        assertThat(monitoring().asked).containsExactly("join node-1", "enrol node-1");
        await().atMost(PATIENCE).until(() -> beat(config, again));
    }

    @Test
    void itRenewsWithAnotherKeyWhenItIsTime() {
        monitoring().known.add("node-1");
        monitoring().renewIn = Duration.ZERO;
        Settings config = settings(monitoring().address());
        Enroller enroller = started(config);

        await().atMost(PATIENCE).until(() -> monitoring().asked.contains("renew node-1"));
        monitoring().renewIn = Duration.ofDays(20);

        assertThat(monitoring().asked.stream().filter(each -> each.equals("join node-1")))
                .hasSize(1);
        assertThat(monitoring().keys).doesNotHaveDuplicates();
        await().atMost(PATIENCE).until(() -> beat(config, enroller));
    }

    @Test
    void aRevokedHostSaysSoAndStaysOutUntilItForgets() throws IOException {
        monitoring().known.add("node-1");
        Settings config = settings(monitoring().address());
        Enroller enroller = started(config);
        Standing joined = awaitState(enroller, Standing.State.JOINED);
        await().atMost(PATIENCE).until(() -> beat(config, enroller));
        monitoring().revoked.add(String.valueOf(joined.serial()));

        assertThat(beat(config, enroller)).isFalse();

        Standing revoked = awaitState(enroller, Standing.State.REVOKED);
        assertThat(revoked.problem()).startsWith("agent-certificate-revoked");
        assertThat(beat(config, enroller)).isFalse();
        assertThat(monitoring().asked).containsExactly("join node-1", "enrol node-1");

        enroller.forget(HOST);

        assertThat(awaitState(enroller, Standing.State.JOINED).serial())
                .isNotEqualTo(joined.serial());
        await().atMost(PATIENCE).until(() -> beat(config, enroller));
        assertThat(monitoring().keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aHostThatNobodyKnowsYetAsksAgain() {
        Settings config = settings(monitoring().address());
        Enroller enroller = started(config);
        await().atMost(PATIENCE)
                .until(() ->
                        String.valueOf(enroller.standing(HOST).orElseThrow().problem())
                                .startsWith("not-found"));
        assertThat(beat(config, enroller)).isFalse();

        monitoring().known.add("node-1");

        awaitState(enroller, Standing.State.JOINED);
    }

    @Test
    void anInstanceThatIsAwayIsPassedBy() {
        monitoring().known.add("node-1");
        Settings config = settings(NOBODY, monitoring().address());
        Enroller enroller = started(config);
        awaitState(enroller, Standing.State.JOINED);
        HttpIngest ingest = new HttpIngest(config, enroller);

        await().atMost(PATIENCE)
                .until(() -> {
                    CompletableFuture<Boolean> taken = new CompletableFuture<>();
                    ingest.beat(beat(), taken::complete);
                    return taken.join();
                });

        assertThat(monitoring().beats).isNotEmpty();
    }

    @Test
    void withoutMonitoringNobodyJoins() {
        Enroller enroller =
                started(
                        new Settings(
                                Optional.empty(),
                                Optional.empty(),
                                folder.resolve("agents"),
                                1,
                                Duration.ofSeconds(1)));

        assertThat(enroller.standing(HOST)).isEmpty();
    }
}
