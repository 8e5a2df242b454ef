package io.berth.placement.domain.vm;

import io.berth.contracts.Require;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a VM has its host and its room there, and that the host has not been told to start it: it
 * waits for others of its group. Hard state, kept with the VM's row.
 *
 * @param since when it was placed
 * @param awaits the first VM of a lower tier that is being started; absent before that has been
 *     looked at, and when all of them run or have been given up
 * @param tier of that VM; 0 while there is none
 * @param until when it no longer waits for others; absent before it has waited for any
 * @param after when its delay ends; absent while it waits for others
 */
public record StartTurn(
        Instant since,
        @Nullable VmId awaits,
        int tier,
        @Nullable Instant until,
        @Nullable Instant after) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public StartTurn {
        Require.present("since", since);
    }

    /** Of a VM that has just been placed. */
    public static StartTurn from(Instant now) {
        return new StartTurn(now, null, 0, null, null);
    }

    /** Waiting for this VM, and those after it. */
    public StartTurn awaiting(VmId first, int ofTier, Instant atMostUntil) {
        return new StartTurn(since, first, ofTier, until == null ? atMostUntil : until, null);
    }

    /** All that it waited for are settled: only its own delay is left. */
    public StartTurn delayed(Instant now, Duration delay) {
        return new StartTurn(since, null, 0, until, after == null ? now.plus(delay) : after);
    }

    /** Whether it has had to wait for anybody. */
    public boolean hasWaited() {
        return until != null;
    }

    /** When to look at it again if nothing else happens; null before it has waited. */
    @Nullable Instant nextLook() {
        return after == null ? until : after;
    }
}
