package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.DiskLoad;
import io.berth.contracts.telemetry.DiskLoadReported;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes many reports of disk load into few rows: of each stretch of time and disk it keeps the
 * report with the most operations. The busiest and not the mean, since a layout has to carry the
 * busy minutes; and one whole report, since the highest reads and the highest writes need not have
 * come together.
 *
 * <p>Example: with stretches of five minutes, reports of 09:01:10 (300 + 100) and 09:04:50 (120 +
 * 310) become one row of 09:00 with two reports and 120 + 310.
 *
 * <p>Reports from before {@code oldest} and from after {@code newest} are left out: a host whose
 * clock is wrong must not write a history that never was. Soft state, for one batch.
 */
public final class LoadFold {
    private static final double BYTES_PER_MB = 1e6;
    private static final double BYTES_PER_KIB = 1024;

    private record Key(VmId vm, String disk, long stretch) {}

    private final long stretchMillis;
    private final Instant oldest;
    private final Instant newest;
    private final Map<Key, DiskStretch> stretches = new HashMap<>();
    private int leftOut;

    /**
     * @param stretch how long a stretch is, at least a millisecond
     * @param oldest what was observed before is left out
     * @param newest what was observed after is left out
     */
    public LoadFold(Duration stretch, Instant oldest, Instant newest) {
        this.stretchMillis = stretch.toMillis();
        this.oldest = oldest;
        this.newest = newest;
    }

    /** Takes up a report. */
    public void add(DiskLoadReported report) {
        Instant at = report.observedAt();
        if (at.isBefore(oldest) || at.isAfter(newest)) {
            leftOut++;
            return;
        }
        long stretch = Math.floorDiv(at.toEpochMilli(), stretchMillis);
        for (DiskLoad load : report.disks()) {
            stretches.merge(
                    new Key(load.vm(), load.disk(), stretch),
                    new DiskStretch(
                            load.vm(),
                            load.disk(),
                            Instant.ofEpochMilli(stretch * stretchMillis),
                            1,
                            sample(load)),
                    LoadFold::busier);
        }
    }

    /** The rows, by VM, disk and time, so that two writers lock them in the same order. */
    public List<DiskStretch> stretches() {
        List<DiskStretch> sorted = new ArrayList<>(stretches.values());
        sorted.sort(
                Comparator.comparing(DiskStretch::vm)
                        .thenComparing(DiskStretch::disk)
                        .thenComparing(DiskStretch::beganAt));
        return sorted;
    }

    /** How many reports were of another time. */
    public int leftOut() {
        return leftOut;
    }

    private static DiskStretch busier(DiskStretch known, DiskStretch other) {
        DiskStretch busier = iops(other.busiest()) > iops(known.busiest()) ? other : known;
        return new DiskStretch(
                known.vm(),
                known.disk(),
                known.beganAt(),
                known.reports() + other.reports(),
                busier.busiest());
    }

    private static long iops(Assessment.Sample sample) {
        return sample.readIops() + sample.writeIops();
    }

    /** The block size is the mean: what was moved by what it was moved with. */
    private static Assessment.Sample sample(DiskLoad load) {
        double mb = load.readMbPerSecond() + load.writeMbPerSecond();
        long iops = load.readIops() + load.writeIops();
        return new Assessment.Sample(
                load.readIops(),
                load.writeIops(),
                mb,
                iops == 0 ? 0 : mb * BYTES_PER_MB / BYTES_PER_KIB / iops,
                load.latencyMs());
    }
}
