package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.PlatformException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs components in levels: those of one level side by side, a level after the one before it is
 * ready, and the other way round when they end. In between each goes its own way: a crash in one
 * level does not stop another, since services must live through an outage of what they use.
 */
public final class Supervisor implements AutoCloseable {
    private final List<List<Supervised>> levels;
    private final Map<ComponentName, Supervised> byName = new LinkedHashMap<>();

    /** Restarts and exits of all components; a component's own order lock keeps them apart. */
    private final ScheduledExecutorService scheduler =
            Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());

    private final ExecutorService orders = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * With the usual policy for crashes.
     *
     * @param launched is told of every process that got ready
     */
    public Supervisor(
            List<List<Component>> levels, Consumer<ProcessHandle> launched, InstantSource clock) {
        this(levels, launched, RestartPolicy.STANDARD, clock);
    }

    Supervisor(
            List<List<Component>> levels,
            Consumer<ProcessHandle> launched,
            RestartPolicy policy,
            InstantSource clock) {
        List<List<Supervised>> supervised = new ArrayList<>();
        for (List<Component> level : levels) {
            List<Supervised> members = new ArrayList<>();
            for (Component component : level) {
                Supervised member = new Supervised(component, launched, policy, scheduler, clock);
                members.add(member);
                byName.put(component.name(), member);
            }
            supervised.add(List.copyOf(members));
        }
        this.levels = List.copyOf(supervised);
    }

    /**
     * Starts the components that are wanted, level by level.
     *
     * @throws PlatformException when a component did not get ready; the rest of its level may run
     */
    public void startAll(List<ComponentName> wanted) {
        for (List<Supervised> level : levels) {
            together(
                    level.stream().filter(member -> wanted.contains(member.name())).toList(),
                    Supervised::start);
        }
    }

    /** Ends all components for good, level by level from the last. */
    public void stopAll() {
        levels.reversed().forEach(level -> together(level, Supervised::retire));
    }

    /** Starts one and returns when it is ready. */
    public void start(ComponentName name) {
        find(name).start();
    }

    /** Ends one in an orderly way; it stays down until it is started. */
    public void stop(ComponentName name) {
        find(name).stop();
    }

    /** Ends one by force; it is started again as after a crash. */
    public void crash(ComponentName name) {
        find(name).crash();
    }

    /** Ends one by force; it stays down until it is started. */
    public void killAndHold(ComponentName name) {
        find(name).killAndHold();
    }

    /** Freezes one. */
    public void pause(ComponentName name) {
        find(name).pause();
    }

    /** Lets a frozen one go on. */
    public void resume(ComponentName name) {
        find(name).resume();
    }

    /** The state of one. */
    public ComponentState state(ComponentName name) {
        return find(name).state();
    }

    /** All of them as they are now, in the order of the levels. */
    public List<ComponentStatus> status() {
        return all(
                byName.values().stream()
                        .map(member -> (Callable<ComponentStatus>) member::status)
                        .toList());
    }

    /** Gives up the threads; components that still run are left alone. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        orders.shutdownNow();
    }

    private Supervised find(ComponentName name) {
        Supervised member = byName.get(name);
        if (member == null) {
            throw new PlatformException(
                    "There is no component '%s' here. There are: %s."
                            .formatted(
                                    name,
                                    byName.keySet().stream()
                                            .map(ComponentName::value)
                                            .collect(Collectors.joining(", "))));
        }
        return member;
    }

    private void together(List<Supervised> members, Consumer<Supervised> order) {
        all(
                members.stream()
                        .map(member ->
                                (Callable<Boolean>)
                                        () -> {
                                            order.accept(member);
                                            return true;
                                        })
                        .toList());
    }

    /** Does all tasks to their end, then reports every problem there was. */
    private <T> List<T> all(List<Callable<T>> tasks) {
        List<Future<T>> running = tasks.stream().map(orders::submit).toList();
        List<T> results = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Future<T> task : running) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                problems.add(describe(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlatformException("Interrupted while components were worked on", e);
            }
        }
        if (!problems.isEmpty()) {
            throw new PlatformException(String.join("\n", problems));
        }
        return results;
    }

    private static String describe(ExecutionException problem) {
        Throwable cause = problem.getCause();
        return cause instanceof PlatformException
                ? String.valueOf(cause.getMessage())
                : "Unexpected failure: " + cause;
    }
}
