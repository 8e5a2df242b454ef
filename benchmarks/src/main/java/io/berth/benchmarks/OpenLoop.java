package io.berth.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Calls at a fixed rate, whatever the answers take: each is measured from the moment at which it
 * was due, so that a stall counts for all calls that had to wait for it.
 */
final class OpenLoop {
    /** Calls under way; more wait until one is answered, and the wait counts. */
    private static final int MOST_AT_ONCE = 64;

    private OpenLoop() {}

    /**
     * Calls for so long.
     *
     * @param call throws when the answer is no success
     * @return milliseconds of each call
     */
    static Sample run(int perSecond, Duration time, Runnable call) {
        long end = System.nanoTime() + time.toNanos();
        return run(perSecond, () -> System.nanoTime() - end < 0, call);
    }

    /** Calls as long as it is wanted, and once at least. */
    static Sample run(int perSecond, BooleanSupplier wanted, Runnable call) {
        long between = Duration.ofSeconds(1).toNanos() / perSecond;
        List<Future<Double>> calls = new ArrayList<>();
        Semaphore places = new Semaphore(MOST_AT_ONCE);
        // A call is a read and a write that block: for that, parking a virtual thread costs more.
        try (ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE)) {
            long due = System.nanoTime();
            do {
                for (long early; (early = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(early);
                }
                long from = due;
                places.acquireUninterruptibly();
                calls.add(
                        threads.submit(() -> {
                            try {
                                call.run();
                                return (System.nanoTime() - from) / 1e6;
                            } finally {
                                places.release();
                            }
                        }));
                due += between;
            } while (wanted.getAsBoolean());
        }
        return new Sample(calls.stream().mapToDouble(OpenLoop::millis).toArray());
    }

    private static double millis(Future<Double> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
