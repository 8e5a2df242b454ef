package io.berth.platform.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.platform.ComponentName;
import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.PlatformException;
import io.berth.platform.Ports;
import io.berth.platform.supervisor.ControlProtocol.Order;
import io.berth.platform.supervisor.ControlProtocol.Reply;
import io.berth.platform.supervisor.ControlProtocol.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: a small HTTP server in a JVM of its own stands for a service. */
class SupervisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ComponentName FIRST = new ComponentName("first");
    private static final ComponentName SECOND = new ComponentName("second");
    private static final RestartPolicy QUICK =
            new RestartPolicy(
                    Duration.ofMillis(50), Duration.ofMillis(100), 2, Duration.ofMinutes(1));

    @TempDir private Path folder = Path.of("");
    private final List<ProcessHandle> launched = Collections.synchronizedList(new ArrayList<>());
    private final List<Supervisor> supervisors = new ArrayList<>();

    @AfterEach
    void endEverything() {
        supervisors.forEach(Supervisor::stopAll);
        supervisors.forEach(Supervisor::close);
        assertThat(launched).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void startsKillsRestartsAndEndsComponents() {
        Supervisor supervisor =
                supervise(List.of(List.of(service(FIRST)), List.of(service(SECOND))));
        supervisor.startAll(List.of(FIRST, SECOND));
        assertThat(supervisor.status()).allMatch(ComponentStatus::healthy);
        long before = pid(supervisor, FIRST);

        supervisor.crash(FIRST);

        await().atMost(PATIENCE)
                .until(
                        () -> status(supervisor, FIRST),
                        one -> one.healthy() && one.restarts() == 1);
        assertThat(pid(supervisor, FIRST)).isNotEqualTo(before);
        assertThat(status(supervisor, FIRST).problem())
                .contains("process " + before + " ended unexpectedly");
        assertThat(status(supervisor, SECOND).restarts()).isZero();

        supervisor.stop(SECOND);
        assertThat(status(supervisor, SECOND))
                .returns(ComponentState.STOPPED, ComponentStatus::state)
                .returns(null, ComponentStatus::pid);
        supervisor.start(SECOND);
        assertThat(status(supervisor, SECOND).healthy()).isTrue();

        supervisor.stopAll();
        assertThat(supervisor.status())
                .allMatch(one -> one.state() == ComponentState.STOPPED && one.pid() == null);
        assertThatThrownBy(() -> supervisor.start(FIRST))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void givesUpAfterTooManyCrashesUntilAPersonStartsIt() {
        Supervisor supervisor = supervise(List.of(List.of(service(FIRST))));
        supervisor.start(FIRST);
        for (int restarts = 1; restarts <= QUICK.allowed(); restarts++) {
            int wanted = restarts;
            supervisor.crash(FIRST);
            await().atMost(PATIENCE)
                    .until(
                            () -> status(supervisor, FIRST),
                            one -> one.healthy() && one.restarts() == wanted);
        }

        supervisor.crash(FIRST);

        await().atMost(PATIENCE).until(() -> supervisor.state(FIRST) == ComponentState.FAILED);
        assertThat(status(supervisor, FIRST).problem())
                .contains("crashed 3 times")
                .contains("berth start first");
        supervisor.start(FIRST);
        assertThat(status(supervisor, FIRST).healthy()).isTrue();
    }

    @Test
    void aKilledAndHeldComponentStaysDownAndAFrozenOneIsNotWell() {
        Supervisor supervisor = supervise(List.of(List.of(service(FIRST))));
        supervisor.start(FIRST);

        supervisor.pause(FIRST);
        assertThat(status(supervisor, FIRST))
                .returns(ComponentState.PAUSED, ComponentStatus::state)
                .returns(false, ComponentStatus::healthy);
        assertThatThrownBy(() -> supervisor.pause(FIRST))
                .isInstanceOf(PlatformException.class)
                .hasMessage("first is paused; it can be paused only when ready.");
        supervisor.resume(FIRST);
        assertThat(status(supervisor, FIRST).healthy()).isTrue();

        supervisor.killAndHold(FIRST);
        assertThat(supervisor.state(FIRST)).isEqualTo(ComponentState.STOPPED);
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> supervisor.state(FIRST) == ComponentState.STOPPED);
    }

    @Test
    void aFailedStartSaysWhereToLook() {
        Supervisor supervisor = supervise(List.of(List.of(service(FIRST, Ports.free(), "fails"))));

        assertThatThrownBy(() -> supervisor.startAll(List.of(FIRST)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("first ended while starting, with status 7")
                .hasMessageContaining("first.log");
        assertThat(supervisor.state(FIRST)).isEqualTo(ComponentState.FAILED);
        assertThat(folder.resolve("first.log")).content().contains("no disk");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Supervisor supervisor = supervise(List.of(List.of(service(FIRST, port, "ready"))));

            assertThatThrownBy(() -> supervisor.start(FIRST))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("first needs it");
        }
    }

    @Test
    void endsAComponentThatIsStillStarting() throws Exception {
        Supervisor supervisor =
                supervise(List.of(List.of(service(FIRST, Ports.free(), "unready"))));
        Thread starter =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(() -> supervisor.start(FIRST))
                                        .isInstanceOf(PlatformException.class));
        await().atMost(PATIENCE).until(() -> status(supervisor, FIRST).pid() != null);

        supervisor.stop(FIRST);

        assertThat(starter.join(PATIENCE)).isTrue();
        assertThat(supervisor.state(FIRST)).isEqualTo(ComponentState.STOPPED);
    }

    @Test
    void takesOrdersOnItsSocket() throws Exception {
        Supervisor supervisor = supervise(List.of(List.of(service(FIRST))));
        Path socket = folder.resolve("control.sock");
        CountDownLatch down = new CountDownLatch(1);
        try (ControlServer control =
                new ControlServer(socket, supervisor, () -> false, down::countDown)) {
            assertThat(send(control, Order.START, "first").problem()).isNull();
            Reply status = send(control, Order.STATUS, "");
            assertThat(status.components())
                    .singleElement()
                    .returns("first", ComponentStatus::name)
                    .returns(true, ComponentStatus::healthy);
            assertThat(send(control, Order.PAUSE, "nobody").problem())
                    .contains("no component 'nobody'")
                    .contains("first");
            assertThat(down.getCount()).isEqualTo(1);
            send(control, Order.DOWN, "");
            assertThat(down.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void endsWhatAnEarlierDaemonLeftBehindAndNothingElse() throws Exception {
        Process left = new ProcessBuilder("sleep", "600").start();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Leftovers earlier = new Leftovers(folder.resolve("children"));
            earlier.record(left.toHandle());
            Files.writeString(
                    folder.resolve("children").resolve(stranger.pid() + ".pid"),
                    "2001-01-01T00:00:00Z");

            new Leftovers(folder.resolve("children")).end();

            assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(folder.resolve("children")).isEmptyDirectory());
        } finally {
            left.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    private static Reply send(ControlServer control, Order order, String component)
            throws Exception {
        return ControlProtocol.send(control.socket(), new Request(order, component));
    }

    private Supervisor supervise(List<List<Component>> levels) {
        Supervisor supervisor =
                new Supervisor(levels, launched::add, QUICK, InstantSource.system());
        supervisors.add(supervisor);
        return supervisor;
    }

    private Component service(ComponentName name) {
        return service(name, Ports.free(), "ready");
    }

    private Component service(ComponentName name, int port, String behaviour) {
        return new ServiceComponent(
                new ServiceComponent.Launch(
                        name,
                        port,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx32m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Path.of("target", "test-classes").toString(),
                                FakeService.class.getName(),
                                Integer.toString(port),
                                behaviour),
                        Map.of(),
                        URI.create("http://127.0.0.1:" + port + "/q/health/ready"),
                        folder.resolve(name + ".log")));
    }

    private static ComponentStatus status(Supervisor supervisor, ComponentName name) {
        return supervisor.status().stream()
                .filter(one -> one.name().equals(name.value()))
                .findFirst()
                .orElseThrow();
    }

    private static long pid(Supervisor supervisor, ComponentName name) {
        Long pid = status(supervisor, name).pid();
        assertThat(pid).isNotNull();
        return pid == null ? 0 : pid;
    }
}
