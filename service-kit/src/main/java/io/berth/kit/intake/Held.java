package io.berth.kit.intake;

import io.berth.kit.faults.TransientFaults;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tries again with a growing pause for as long as the failure is one that passes by itself: the
 * calling thread, and with it the channel, is held meanwhile. Ends early only when the service
 * stops. Soft state: since when each thread is being held, for health.
 */
@ApplicationScoped
public class Held {
    private static final Logger LOG = Logger.getLogger(Held.class);
    private static final int FIRST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 5_000;
    private static final int JITTER_MS = 25;

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<Thread, Instant> since = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private final TypedGuard<Object> guard =
            TypedGuard.create(Object.class)
                    .withDescription("held by a transient failure")
                    .withRetry()
                    .maxRetries(-1)
                    .maxDuration(36_500, ChronoUnit.DAYS)
                    .delay(FIRST_PAUSE_MS, ChronoUnit.MILLIS)
                    .jitter(JITTER_MS, ChronoUnit.MILLIS)
                    .withExponentialBackoff()
                    .factor(2)
                    .maxDelay(LONGEST_PAUSE_MS, ChronoUnit.MILLIS)
                    .done()
                    .whenException(failure -> !stopping && TransientFaults.isTransient(failure))
                    .beforeRetry(this::noteFailure)
                    .done()
                    .build();

    @Inject
    public Held(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Works, and works again for as long as the failure passes by itself.
     *
     * @param what it does, for the log
     * @throws RuntimeException the failure, when it is not transient or the service stops
     */
    @SuppressWarnings("unchecked") // the guard hands back what the work returned
    public <T> T untilItSucceeds(String what, Supplier<T> work) {
        Callable<Object> attempt =
                () -> {
                    T result = work.get();
                    since.remove(Thread.currentThread());
                    return result;
                };
        try {
            return (T) guard.call(attempt);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what + " was given up", e);
        } finally {
            since.remove(Thread.currentThread());
        }
    }

    private void noteFailure(Throwable failure) {
        since.putIfAbsent(Thread.currentThread(), clock.instant());
        meters.counter("berth.intake.retries", "cause", failure.getClass().getSimpleName())
                .increment();
        LOG.warnf("held, tries again: %s", failure);
    }

    /** How long the longest-held thread has been held; zero when none is. */
    Duration longest() {
        return since.values().stream()
                .min(Instant::compareTo)
                .map(start -> Duration.between(start, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
