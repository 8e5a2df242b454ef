package io.berth.simulator.agent;

import io.berth.contracts.ids.Tenure;
import java.time.Duration;

/**
 * The grant that an agent holds and how long its right to run highly available VMs lasts. Hard only
 * in the sense that it must not be guessed: a reboot loses it on purpose.
 *
 * <p>All moments are on the agent's own clock, which counts suspended time.
 */
final class Lease {
    private Tenure tenure = Tenure.NONE;
    private TenureState state = TenureState.NONE;
    private Duration end = Duration.ZERO;

    Tenure tenure() {
        return tenure;
    }

    TenureState state() {
        return state;
    }

    boolean open() {
        return state == TenureState.OPEN;
    }

    /** When it runs out; zero unless open. */
    Duration end() {
        return open() ? end : Duration.ZERO;
    }

    /** Takes up a higher grant. It is not in force yet. */
    void grant(Tenure higher) {
        if (!tenure.isBefore(higher)) {
            throw new IllegalStateException(
                    "grant " + higher + " is not higher than " + tenure + ", which is held");
        }
        tenure = higher;
        state = TenureState.GRANTED;
    }

    /** Whether a right that began at {@code from} is still worth something. */
    boolean wouldLast(Duration from, Duration length, Duration now) {
        return from.plus(length).compareTo(now) > 0;
    }

    /** Puts the grant in force, for so long from {@code from}. */
    void open(Duration from, Duration length) {
        if (state != TenureState.GRANTED) {
            throw new IllegalStateException("a tenure opens from GRANTED, not from " + state);
        }
        state = TenureState.OPEN;
        end = from.plus(length);
    }

    /**
     * Renews the lease.
     *
     * @param from when the right began: the sending of the beat, or the asking of the peers
     * @return whether it now lasts longer than before
     */
    boolean renew(Duration from, Duration length) {
        Duration renewed = from.plus(length);
        if (!open() || renewed.compareTo(end) <= 0) {
            return false;
        }
        end = renewed;
        return true;
    }

    boolean ranOut(Duration now) {
        return open() && now.compareTo(end) >= 0;
    }

    /** Ends the tenure for good. */
    void close() {
        if (!open()) {
            throw new IllegalStateException("a tenure ends from OPEN, not from " + state);
        }
        state = TenureState.OVER;
    }
}
