package io.berth.simulator.mover;

import io.berth.mover.wire.Stride;
import io.berth.mover.wire.Timeouts;
import io.berth.mover.wire.Tries;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * What the data movers of all hosts share.
 *
 * @param scans images that are read at once, over the whole fleet
 * @param sends cycles that are under way at once; one to a frozen host, or a slow one by order,
 *     takes its time and little else
 * @param secrets of the maps of blocks
 */
public record Floor(
        SharedDisks disks,
        Identities identities,
        Peers peers,
        Lines lines,
        Semaphore scans,
        Semaphore sends,
        SecureRandom secrets,
        InstantSource clock) {
    /** They read and hash, and a machine that simulates a fleet has few cores. */
    private static final int SCANS = 16;

    /** Each has a connection and a megabyte or two. */
    private static final int SENDS = 256;

    /** Hosts of one machine are near; only a disk that many write at once takes its time. */
    static final Timeouts TIMEOUTS =
            new Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30));

    /** Disks are small, so a break costs half a mebibyte. */
    static final Stride STRIDE = new Stride(512 << 10, 64L << 20, 4);

    /** What breaks is tried again in the same cycle, for a network that comes back at once. */
    static final Tries TRIES = new Tries(3, Duration.ofMillis(300));

    /** With the usual bounds. */
    public Floor(SharedDisks disks, Identities identities, Peers peers, InstantSource clock) {
        this(
                disks,
                identities,
                peers,
                new Lines(peers),
                new Semaphore(SCANS, true),
                new Semaphore(SENDS, true),
                new SecureRandom(),
                clock);
    }
}
