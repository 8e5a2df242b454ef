package io.berth.simulator.mover;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds up the threads of a host's data mover while its agent is frozen, and sends them home when
 * the host is off.
 */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean frozen;
    private boolean off;

    void freeze(boolean isFrozen) {
        lock.lock();
        try {
            frozen = isFrozen;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            off = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits while the agent is frozen.
     *
     * @throws IOException when the host is off
     */
    void pass() throws IOException {
        lock.lock();
        try {
            while (frozen && !off) {
                changed.await();
            }
            if (off) {
                throw new IOException("the host is off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the work was called off", e);
        } finally {
            lock.unlock();
        }
    }
}
