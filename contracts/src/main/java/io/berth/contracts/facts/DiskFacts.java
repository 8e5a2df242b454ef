package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A disk that several hosts can see, as one of them sees it. An absent part could not be found out.
 *
 * @param disk what the nodes know it by: its signature or GUID
 * @param page83 its identifier by SCSI vital product data, page 83
 * @param csv the cluster shared volume that is in use on it; it is then not tried out in ways that
 *     would disturb the volume
 * @param persistentReservations whether it takes SCSI-3 persistent reservations
 * @param arbitration whether this host wins and defends the disk
 * @param failover whether the disk can be moved to this host
 * @param simultaneousFailover whether it can while all others move
 * @param latency the slowest of the accesses that were tried
 * @param paths how many ways lead to it
 * @param multipath whether one driver holds them together
 */
public record DiskFacts(
        String disk,
        @Nullable String page83,
        @Nullable MiB size,
        @Nullable CsvId csv,
        @Nullable String fileSystem,
        @Nullable Boolean persistentReservations,
        @Nullable Probe arbitration,
        @Nullable Probe failover,
        @Nullable Probe simultaneousFailover,
        @Nullable Duration latency,
        @Nullable Long paths,
        @Nullable Boolean multipath) {
    /** Longest identifier, in UTF-16 code units. */
    public static final int MAX_ID = 64;

    /** Longest name of a file system, in UTF-16 code units. */
    public static final int MAX_FILE_SYSTEM = 32;

    /** Most ways to one disk. */
    public static final long MAX_PATHS = 1024;

    /** What came of trying something out. */
    public enum Probe {
        /** It worked. */
        WORKED,
        /** It did not. */
        FAILED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DiskFacts {
        Require.text("disk.disk", disk, MAX_ID);
        Require.optionalText("disk.page83", page83, MAX_ID);
        Require.optionalText("disk.fileSystem", fileSystem, MAX_FILE_SYSTEM);
        if (latency != null) {
            Require.notNegative("disk.latency", latency);
        }
        Require.optionalRange("disk.paths", paths, 0, MAX_PATHS);
    }
}
