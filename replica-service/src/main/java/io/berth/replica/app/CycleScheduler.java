package io.berth.replica.app;

import io.berth.kit.faults.TransientFaults;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.Moments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of this instance: a thread that runs {@link OrderCycles}, {@link LookAtFailovers}
 * and {@link LookAtTests} rounds until nothing is due, and then rests until the next relationship
 * is, at most {@code berth.replica.look-every} and at least {@code look-pause}. Soft state: the
 * queue is in the database, so that stopping, crashing and running twice change nothing but how
 * soon a row is looked at.
 */
@ApplicationScoped
public class CycleScheduler {
    private static final Logger LOG = Logger.getLogger(CycleScheduler.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final OrderCycles orders;
    private final LookAtFailovers failovers;
    private final LookAtTests tests;
    private final Estate estate;
    private final ReplicaConfig config;
    private final Semaphore nudges = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile long lastTurnNanos = System.nanoTime();
    private volatile long lastSuccessNanos = System.nanoTime();

    CycleScheduler(
            OrderCycles orders,
            LookAtFailovers failovers,
            LookAtTests tests,
            Estate estate,
            ReplicaConfig config) {
        this.orders = orders;
        this.failovers = failovers;
        this.tests = tests;
        this.estate = estate;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.schedule()) {
            estate.whenAssigned(vm -> {
                if (failovers.stir(vm)) {
                    nudge();
                }
            });
            thread = Thread.ofPlatform().name("replica-scheduler").daemon().start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        nudge();
        Thread running = thread;
        if (running != null) {
            running.join(STOP_WITHIN);
        }
    }

    /** Something has become due: look now. */
    public void nudge() {
        nudges.release();
    }

    /** Whether the thread runs, or is switched off. */
    public boolean isAlive() {
        Thread running = thread;
        return !config.schedule() || (running != null && running.isAlive());
    }

    /** Whether this instance orders cycles. */
    public boolean isOn() {
        return config.schedule();
    }

    /** How long ago the thread last went round, whether or not it succeeded. */
    public Duration sinceTurn() {
        return Duration.ofNanos(System.nanoTime() - lastTurnNanos);
    }

    /** How long ago the queue was last looked at with success. */
    public Duration sinceSuccess() {
        return Duration.ofNanos(System.nanoTime() - lastSuccessNanos);
    }

    private void run() {
        try {
            while (!isStopped() && !estate.awaitLoaded(config.lookEvery())) {
                lastTurnNanos = System.nanoTime();
            }
            while (!isStopped()) {
                Duration untilCycle = guarded("cycles", this::cycles);
                Duration untilFailover = guarded("failovers", () -> look(failovers::round));
                Duration untilTest = guarded("tests", () -> look(tests::round));
                lastTurnNanos = System.nanoTime();
                rest(Moments.shorter(untilCycle, Moments.shorter(untilFailover, untilTest)));
            }
        } catch (InterruptedException e) {
            LOG.debug("the scheduler was interrupted");
        }
    }

    /** Looks until nothing more is due; returns how long to rest. */
    private Duration guarded(String queue, Supplier<Duration> turn) {
        try {
            return turn.get();
        } catch (RuntimeException e) {
            if (TransientFaults.isTransient(e)) {
                LOG.warnf("the queue of %s cannot be read now, looks again: %s", queue, e);
            } else {
                LOG.errorf(e, "the queue of %s could not be served, looks again", queue);
            }
            return config.lookEvery();
        }
    }

    private Duration cycles() {
        OrderCycles.Round round;
        do {
            round = orders.round();
            lastSuccessNanos = System.nanoTime();
            lastTurnNanos = lastSuccessNanos;
        } while (round.claimed() == config.claimBatch() && !isStopped());
        return until(round.nextWake(), round.now());
    }

    private Duration look(Supplier<Looked> queue) {
        Looked round;
        do {
            round = queue.get();
            lastTurnNanos = System.nanoTime();
        } while (round.full() && !isStopped());
        return until(round.nextWake(), round.now());
    }

    private Duration until(@Nullable Instant next, Instant now) {
        if (next == null) {
            return config.lookEvery();
        }
        Duration wait = Duration.between(now, next);
        return wait.compareTo(config.lookEvery()) < 0 ? wait : config.lookEvery();
    }

    /** Rests at least the shortest pause, so that nudges of many answers become one look. */
    private void rest(Duration duration) throws InterruptedException {
        Duration pause = config.lookPause();
        if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        Duration remaining = duration.minus(pause);
        if (remaining.isPositive()
                && nudges.tryAcquire(remaining.toNanos(), TimeUnit.NANOSECONDS)) {
            nudges.drainPermits();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
