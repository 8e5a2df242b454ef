package io.berth.platform;

import io.berth.platform.supervisor.ControlProtocol;
import io.berth.platform.supervisor.ControlProtocol.Order;
import io.berth.platform.supervisor.ControlProtocol.Reply;
import io.berth.platform.supervisor.ControlProtocol.Request;
import io.berth.platform.supervisor.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running local platform, for the command line, demos and drills: where everything is, tokens to
 * speak with it, and orders to its supervisor. Orders return when they are carried out.
 *
 * <p>Holds no connection; each call makes its own, so it can be kept and shared by threads.
 */
public final class PlatformClient {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Installation installation;
    private final RunFile running;

    private PlatformClient(Installation installation, RunFile running) {
        this.installation = installation;
        this.running = running;
    }

    /**
     * The platform of the installation that the environment names.
     *
     * @throws PlatformException when none runs
     */
    public static PlatformClient connect() {
        return connect(Installation.locate());
    }

    /**
     * The platform of an installation.
     *
     * @throws PlatformException when none runs
     */
    public static PlatformClient connect(Installation installation) {
        return RunFile.ofRunning(installation)
                .map(running -> new PlatformClient(installation, running))
                .orElseThrow(() ->
                        new PlatformException(
                                "No platform runs in %s. Start it with: berth up"
                                        .formatted(installation.home())));
    }

    /** Where everything listens. */
    public PortPlan ports() {
        return new PortPlan(running.portBase());
    }

    /** Where its files are. */
    public Installation installation() {
        return installation;
    }

    /** Bootstrap servers for a Kafka client. */
    public String bootstrap() {
        return ports().bootstrap();
    }

    /** The supervisor's process; when it ends, all is down. */
    public ProcessHandle supervisor() {
        return running.process()
                .orElseThrow(() -> new PlatformException("The platform ended meanwhile."));
    }

    /** A token of this installation's own issuer, valid from now. */
    public String token(Role role, Duration validity) {
        return InstallationKeys.loadOrCreate(installation.keys())
                .token(role, "local-" + role.claim(), validity);
    }

    /** A token that is valid for an hour. */
    public String token(Role role) {
        return token(role, Duration.ofHours(1));
    }

    /** All components as they are now; asks each for its health, so it may take 2 s. */
    public List<ComponentStatus> status() {
        return order(Order.STATUS, null).components();
    }

    /** Whether the platform's own first start is still under way. */
    public boolean isStarting() {
        return order(Order.STATUS, null).starting();
    }

    /** Starts a component and returns when it is ready; nothing happens when it is. */
    public void startComponent(ComponentName component) {
        order(Order.START, component);
    }

    /** Ends a component in an orderly way; it stays down until it is started. */
    public void stopComponent(ComponentName component) {
        order(Order.STOP, component);
    }

    /** Kills a component (SIGKILL); the supervisor starts it again after a moment. */
    public void killComponent(ComponentName component) {
        order(Order.KILL, component);
    }

    /** Kills a component (SIGKILL); it stays down until it is started. */
    public void killAndHoldComponent(ComponentName component) {
        order(Order.KILL_AND_HOLD, component);
    }

    /** Freezes a component (SIGSTOP): it keeps its connections and answers nobody. */
    public void pauseComponent(ComponentName component) {
        order(Order.PAUSE, component);
    }

    /** Lets a frozen component go on. */
    public void resumeComponent(ComponentName component) {
        order(Order.RESUME, component);
    }

    /**
     * Returns when these components are ready and healthy.
     *
     * @throws PlatformException when they are not in time; the message says how each one is
     */
    public void awaitHealthy(List<ComponentName> components, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<ComponentStatus> missing = unhealthy(components);
        while (!missing.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new PlatformException(
                        "Not healthy after %s: %s"
                                .formatted(
                                        patience,
                                        missing.stream()
                                                .map(one ->
                                                        one.name() + " is " + one.state().label())
                                                .collect(Collectors.joining(", "))));
            }
            pause();
            missing = unhealthy(components);
        }
    }

    /**
     * Stops everything and returns when the supervisor has ended.
     *
     * @throws PlatformException when it has not ended in time
     */
    public void down(Duration patience) {
        CompletableFuture<ProcessHandle> ended = supervisor().onExit();
        order(Order.DOWN, null);
        try {
            var _ = ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while the platform was stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new PlatformException(
                    "The platform (process %d) is still there after %s; see %s."
                            .formatted(running.pid(), patience, installation.log("supervisor")),
                    e);
        }
    }

    private List<ComponentStatus> unhealthy(List<ComponentName> components) {
        List<String> names = components.stream().map(ComponentName::value).toList();
        return status().stream()
                .filter(one -> names.contains(one.name()) && !one.healthy())
                .toList();
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while waiting for the platform");
        }
    }

    private Reply order(Order order, @Nullable ComponentName component) {
        Path socket = running.socket();
        Reply reply;
        try {
            reply =
                    ControlProtocol.send(
                            socket,
                            new Request(order, component == null ? null : component.value()));
        } catch (IOException e) {
            throw new PlatformException(
                    "The platform's supervisor (process %d) does not answer on %s: %s. Its log is %s."
                            .formatted(
                                    running.pid(),
                                    socket,
                                    e.getMessage(),
                                    installation.log("supervisor")),
                    e);
        }
        if (reply.problem() != null) {
            throw new PlatformException(reply.problem());
        }
        return reply;
    }
}
