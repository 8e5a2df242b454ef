package io.berth.platform.supervisor;

import io.berth.platform.Children;
import io.berth.platform.ComponentName;
import io.berth.platform.OrphanGuard;
import io.berth.platform.PlatformException;
import io.berth.platform.Ports;
import io.berth.platform.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service as a child process that tells over HTTP when it is ready. */
public final class ServiceComponent implements Component {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    /** A log larger than this is put aside at the next start; one such older log is kept. */
    private static final long LOG_BYTES = 32L << 20;

    private final Launch launch;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(HEALTH_TIMEOUT).build();
    private volatile @Nullable Process process;

    /**
     * How a service is run.
     *
     * @param command the program and its arguments
     * @param environment on top of the supervisor's own
     * @param ready answers 200 when the service is ready
     * @param log takes its output
     */
    public record Launch(
            ComponentName name,
            int port,
            List<String> command,
            Map<String, String> environment,
            URI ready,
            Path log) {
        /** Copies the collections. */
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** Nothing runs yet. */
    public ServiceComponent(Launch launch) {
        this.launch = launch;
    }

    @Override
    public ComponentName name() {
        return launch.name();
    }

    @Override
    public int port() {
        return launch.port();
    }

    @Override
    public void start() {
        Ports.requireFree(launch.port(), launch.name().value());
        Process child;
        try {
            var log = ProcessBuilder.Redirect.appendTo(freshLog().toFile());
            ProcessBuilder builder =
                    new ProcessBuilder(launch.command())
                            .redirectErrorStream(true)
                            .redirectOutput(log);
            builder.environment().putAll(launch.environment());
            child = builder.start();
        } catch (IOException e) {
            throw new PlatformException(
                    "Cannot launch %s: %s".formatted(launch.name(), e.getMessage()), e);
        }
        process = child;
        OrphanGuard.attach(child.toHandle());
        awaitReady(child);
    }

    private void awaitReady(Process child) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!child.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (healthy()) {
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    Children.kill(child);
                    throw notReady("was not ready after " + START_TIMEOUT.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Children.kill(child);
            throw notReady("was not awaited: interrupted");
        }
        throw notReady("ended while starting, with status " + child.exitValue());
    }

    private PlatformException notReady(String what) {
        return new PlatformException(
                "%s %s. Its log is %s.".formatted(launch.name(), what, launch.log()));
    }

    @Override
    public void stop() {
        Process child = process;
        if (child != null) {
            Children.stop(child, STOP_TIMEOUT);
        }
    }

    @Override
    public void kill() {
        Process child = process;
        if (child != null) {
            Children.kill(child);
        }
    }

    @Override
    public void pause() {
        process().ifPresent(Signals::pause);
    }

    @Override
    public void resume() {
        process().ifPresent(Signals::resume);
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(process).map(Process::toHandle);
    }

    @Override
    public boolean healthy() {
        HttpRequest question =
                HttpRequest.newBuilder(launch.ready()).timeout(HEALTH_TIMEOUT).GET().build();
        try {
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path freshLog() throws IOException {
        Path log = launch.log();
        Files.createDirectories(log.resolveSibling(""));
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }
}
