package io.berth.demo;

import io.berth.platform.ComponentName;
import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.PlatformClient;
import io.berth.platform.Role;
import io.berth.platform.supervisor.DaemonLauncher;
import io.berth.platform.supervisor.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The local platform: the one that runs, or one that is started for the demo. */
final class LocalPlatform implements Platform {
    private static final String NAME = "platform";
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration HEALTH = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final List<ComponentName> NEEDED =
            List.of(
                    ComponentName.KAFKA,
                    ComponentName.POSTGRES,
                    ComponentName.INVENTORY,
                    ComponentName.MONITORING,
                    ComponentName.PLACEMENT,
                    ComponentName.REPLICA,
                    ComponentName.KEYVAULT,
                    ComponentName.SIMULATOR);
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final PlatformClient client;
    private final boolean started;

    private LocalPlatform(PlatformClient client, boolean started) {
        this.client = client;
        this.started = started;
    }

    /**
     * The platform of an installation, with every needed part ready.
     *
     * @param portBase where to start it when none runs
     */
    static LocalPlatform ensure(Installation installation, int portBase, Timeline timeline) {
        boolean runs = RunFile.ofRunning(installation).isPresent();
        if (!runs) {
            timeline.tell(NAME, "starting on ports from " + portBase);
            start(installation, portBase, timeline);
        }
        PlatformClient client = PlatformClient.connect(installation);
        client.awaitHealthy(NEEDED, HEALTH);
        timeline.tell(NAME, runs ? "runs already" : "everything is ready");
        return new LocalPlatform(client, !runs);
    }

    private static void start(Installation installation, int portBase, Timeline timeline) {
        ProcessHandle daemon = DaemonLauncher.launch(installation, portBase, true);
        Set<String> shown = new HashSet<>();
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (!daemon.isAlive()) {
                throw DaemonLauncher.problem(installation);
            }
            Optional<RunFile> running =
                    RunFile.ofRunning(installation).filter(file -> Files.exists(file.socket()));
            if (running.isPresent()) {
                PlatformClient client = PlatformClient.connect(installation);
                boolean starting = client.isStarting();
                for (ComponentStatus component : client.status()) {
                    show(component, shown, timeline);
                }
                if (!starting) {
                    return;
                }
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new DemoException(
                "The platform is not ready after "
                        + START.toSeconds()
                        + " s; see: berth status, berth logs");
    }

    private static void show(ComponentStatus component, Set<String> shown, Timeline timeline) {
        if (component.state() == ComponentState.READY && shown.add(component.name())) {
            timeline.tell(NAME, component.name() + " ready");
        }
        if (component.state() == ComponentState.FAILED) {
            throw new DemoException(component.name() + " failed: " + component.problem());
        }
    }

    @Override
    public String bootstrap() {
        return client.bootstrap();
    }

    @Override
    public String url(ComponentName service) {
        return client.ports().url(service);
    }

    @Override
    public List<String> keyvaults() {
        return List.of(url(ComponentName.KEYVAULT), url(ComponentName.KEYVAULT_2));
    }

    @Override
    public String token(Role role, String principal) {
        return InstallationKeys.loadOrCreate(client.installation().keys())
                .token(role, principal, VALIDITY);
    }

    @Override
    public Path folder() {
        return client.installation().home().resolve("demo");
    }

    @Override
    public Optional<PlatformClient> power() {
        return Optional.of(client);
    }

    /** To speak with it. */
    PlatformClient client() {
        return client;
    }

    /** Whether it was started by {@link #ensure}. */
    boolean wasStartedHere() {
        return started;
    }

    /** Stops it. */
    void stop(Timeline timeline) {
        timeline.tell(NAME, "stopping");
        client.down(STOP);
        timeline.tell(NAME, "stopped; its data is kept");
    }
}
