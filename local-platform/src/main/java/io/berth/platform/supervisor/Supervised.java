package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.PlatformException;
import io.berth.platform.supervisor.RestartPolicy.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One component under supervision: takes orders one at a time and starts the component again when
 * its process ends without an order. All state is soft; a new supervisor starts from nothing.
 */
final class Supervised {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

    private final Component component;
    private final Consumer<ProcessHandle> launched;
    private final RestartPolicy policy;
    private final ScheduledExecutorService scheduler;
    private final InstantSource clock;

    /** Held while an order or a restart is carried out. */
    private final ReentrantLock order = new ReentrantLock();

    private final List<Instant> crashes = new ArrayList<>();
    private volatile View view = new View(ComponentState.STOPPED, null, 0, null);

    /** Rises with every order, so that a restart that was due before it knows it is not wanted. */
    private final AtomicLong generation = new AtomicLong();

    /** Once set, it is not started any more. */
    private volatile boolean retired;

    private record View(
            ComponentState state,
            @Nullable Instant startedAt,
            int restarts,
            @Nullable String problem) {}

    Supervised(
            Component component,
            Consumer<ProcessHandle> launched,
            RestartPolicy policy,
            ScheduledExecutorService scheduler,
            InstantSource clock) {
        this.component = component;
        this.launched = launched;
        this.policy = policy;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    ComponentName name() {
        return component.name();
    }

    ComponentState state() {
        return view.state();
    }

    /**
     * Starts it and returns when it is ready. Nothing happens when it is ready already.
     *
     * @throws PlatformException when it does not get ready; it is then {@code FAILED}
     */
    void start() {
        order.lock();
        try {
            if (retired) {
                throw new PlatformException(name() + " is not started: everything is stopping.");
            }
            if (view.state() == ComponentState.READY) {
                return;
            }
            generation.incrementAndGet();
            crashes.clear();
            launch();
        } catch (RuntimeException | Error e) {
            if (view.state() == ComponentState.STARTING) {
                enter(ComponentState.FAILED, describe(e));
            }
            throw e;
        } finally {
            order.unlock();
        }
    }

    /** Ends it in an orderly way; it stays down until {@link #start()}. */
    void stop() {
        end(component::stop, "stopped on request");
    }

    /** Ends it in an orderly way for good. */
    void retire() {
        retired = true;
        stop();
    }

    /** Ends it by force; it stays down until {@link #start()}. */
    void killAndHold() {
        end(component::kill, "killed on request");
    }

    /** Ends it by force, as a crash would: the supervisor starts it again. */
    void crash() {
        order.lock();
        try {
            if (view.state() != ComponentState.READY && view.state() != ComponentState.PAUSED) {
                throw illegal("killed", List.of(ComponentState.READY, ComponentState.PAUSED));
            }
            LOG.info("{}: killing it on request; it will be started again", name());
            component.kill();
        } finally {
            order.unlock();
        }
    }

    /** Freezes it. */
    void pause() {
        order.lock();
        try {
            require("paused", ComponentState.PAUSED);
            component.pause();
            enter(ComponentState.PAUSED, view.problem());
        } finally {
            order.unlock();
        }
    }

    /** Lets a frozen one go on. */
    void resume() {
        order.lock();
        try {
            if (view.state() != ComponentState.PAUSED) {
                throw illegal("resumed", List.of(ComponentState.PAUSED));
            }
            component.resume();
            enter(ComponentState.READY, view.problem());
        } finally {
            order.unlock();
        }
    }

    /** As it is now; asks the component for its health. */
    ComponentStatus status() {
        View now = view;
        Optional<ProcessHandle> process = component.process().filter(ProcessHandle::isAlive);
        boolean asked = now.state() == ComponentState.READY && process.isPresent();
        return new ComponentStatus(
                name().value(),
                now.state(),
                process.map(ProcessHandle::pid).orElse(null),
                component.port(),
                process.map(ProcessMemory::residentKiB).orElse(0L),
                process.isPresent() ? now.startedAt() : null,
                asked && component.healthy(),
                now.restarts(),
                now.problem());
    }

    private void end(Runnable ending, String reason) {
        generation.incrementAndGet();
        if (view.state() == ComponentState.STARTING) {
            // The start holds the order until it is ready; without its process it gives up.
            component.kill();
        }
        order.lock();
        try {
            if (view.state() == ComponentState.STOPPED) {
                return;
            }
            enter(ComponentState.STOPPING, view.problem());
            ending.run();
            enter(ComponentState.STOPPED, view.problem());
            LOG.info("{}: {}", name(), reason);
        } finally {
            order.unlock();
        }
    }

    private void launch() {
        require("started", ComponentState.STARTING);
        view = new View(ComponentState.STARTING, clock.instant(), view.restarts(), view.problem());
        LOG.info("{}: starting", name());
        component.start();
        enter(ComponentState.READY, view.problem());
        LOG.info("{}: ready", name());
        component
                .process()
                .ifPresent(process -> {
                    launched.accept(process);
                    var _ = process.onExit().thenRun(() -> scheduler.execute(() -> ended(process)));
                });
    }

    /** Its process is gone; unless that was ordered, it crashed. */
    private void ended(ProcessHandle process) {
        order.lock();
        try {
            boolean ordered =
                    view.state() != ComponentState.READY && view.state() != ComponentState.PAUSED;
            boolean current =
                    component.process().map(now -> now.equals(process)).orElse(Boolean.TRUE);
            if (!ordered && current) {
                crashed("Its process %d ended unexpectedly.".formatted(process.pid()));
            }
        } finally {
            order.unlock();
        }
    }

    private void crashed(String problem) {
        Instant now = clock.instant();
        crashes.add(now);
        switch (policy.after(crashes, now)) {
            case Decision.RetryAfter(var delay) -> {
                LOG.warn("{}: {} Starting it again in {}", name(), problem, delay);
                enter(ComponentState.BACKING_OFF, problem);
                long wanted = generation.get();
                var _ =
                        scheduler.schedule(
                                () -> restart(wanted), delay.toMillis(), TimeUnit.MILLISECONDS);
            }
            case Decision.GiveUp(int count, var window) -> {
                String last =
                        "%s It crashed %d times within %s and is left as it is; look into its log and start it with: berth start %s"
                                .formatted(problem, count, window, name());
                LOG.error("{}: {}", name(), last);
                enter(ComponentState.FAILED, last);
            }
        }
    }

    private void restart(long wanted) {
        order.lock();
        try {
            if (retired
                    || wanted != generation.get()
                    || view.state() != ComponentState.BACKING_OFF) {
                return;
            }
            view = new View(view.state(), view.startedAt(), view.restarts() + 1, view.problem());
            try {
                launch();
            } catch (RuntimeException | Error e) {
                crashed(describe(e));
            }
        } finally {
            order.unlock();
        }
    }

    private String describe(Throwable problem) {
        if (problem instanceof PlatformException) {
            return String.valueOf(problem.getMessage());
        }
        LOG.error("{}: unexpected failure", name(), problem);
        return "Unexpected failure: " + problem;
    }

    private void enter(ComponentState next, @Nullable String problem) {
        if (!next.sources().contains(view.state())) {
            throw new IllegalStateException(
                    "%s cannot go from %s to %s".formatted(name(), view.state(), next));
        }
        view = new View(next, view.startedAt(), view.restarts(), problem);
    }

    private void require(String what, ComponentState next) {
        if (!next.sources().contains(view.state())) {
            throw illegal(what, next.sources());
        }
    }

    private PlatformException illegal(String what, Iterable<ComponentState> sources) {
        List<String> names = new ArrayList<>();
        sources.forEach(state -> names.add(state.label()));
        return new PlatformException(
                "%s is %s; it can be %s only when %s."
                        .formatted(
                                name(),
                                view.state().label(),
                                what,
                                names.stream().collect(Collectors.joining(" or "))));
    }
}
