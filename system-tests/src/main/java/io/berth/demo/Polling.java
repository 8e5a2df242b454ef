package io.berth.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what no event tells, by asking again. */
final class Polling {
    private Polling() {}

    /**
     * Asks until it is so.
     *
     * @param between from one answer to the next question
     * @return whether it was so in time; it is asked once at least
     */
    static boolean await(Duration patience, Duration between, BooleanSupplier done) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(between.toNanos());
        }
        return true;
    }
}
