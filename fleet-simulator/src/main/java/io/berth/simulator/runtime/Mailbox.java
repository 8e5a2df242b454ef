package io.berth.simulator.runtime;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what is posted to it one after another, on whichever thread of the executor is free. Safe to
 * post to from any thread.
 */
final class Mailbox {
    /** Tasks run in one go before other hosts get their turn. */
    private static final int FAIR_SHARE = 64;

    private final Executor executor;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void post(Runnable task) {
        tasks.add(task);
        if (size.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    /** How many tasks wait or run. */
    int size() {
        return size.get();
    }

    private void drain() {
        int done = 0;
        try {
            Runnable task = tasks.poll();
            while (task != null) {
                done++;
                task.run();
                task = done < FAIR_SHARE ? tasks.poll() : null;
            }
        } finally {
            if (size.addAndGet(-done) > 0) {
                executor.execute(this::drain);
            }
        }
    }
}
