package io.berth.simulator.runtime;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The clocks of the simulation and the few threads that run all hosts. Nothing that runs here may
 * block: one blocked thread would hold up the leases of thousands of hosts.
 */
@ApplicationScoped
public class Timer implements Executor {
    private static final Logger LOG = Logger.getLogger(Timer.class);

    private final ScheduledThreadPoolExecutor alarms;
    private final ExecutorService workers;
    private final InstantSource wallClock = InstantSource.system();

    @Inject
    Timer(SimulatorConfig config) {
        alarms = new ScheduledThreadPoolExecutor(1, named("alarms-"));
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = Executors.newFixedThreadPool(config.simulator().threads(), named("hosts-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    void stop(@Observes ShutdownEvent event) {
        alarms.shutdownNow();
        workers.shutdownNow();
    }

    /** A moment of the monotonic clock. */
    public Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    /** A moment of the calendar. */
    public Instant wallClock() {
        return wallClock.instant();
    }

    /**
     * Runs a task soon, on one of the threads of all hosts. Ignored while the application stops.
     */
    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(() -> guarded(task));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The application stops; a task was dropped");
        }
    }

    /**
     * Runs a task once, after a delay, on the one thread of all alarms: it should do no more than
     * post something. Ignored while the application stops.
     */
    public Future<?> after(Duration delay, Runnable task) {
        try {
            return alarms.schedule(
                    () -> guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the simulation failed; the others go on", e);
        }
    }
}
