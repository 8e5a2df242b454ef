package io.berth.monitoring.domain;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.telemetry.HostLoad;
import org.jspecify.annotations.Nullable;

/**
 * The load of one host, summed up since it was last published. Soft state that no decision depends
 * on, so it is in no snapshot: after a restart the mean is over fewer beats.
 */
final class LoadSum {
    private double cpuPercent;
    private double memoryMiB;
    private long samples;
    private @Nullable Long migrationLinkMbit;

    /** A host without a byte in use is one that does not measure itself: collectd may do so. */
    void add(HostLoad load) {
        if (load.memoryUsed().equals(MiB.ZERO)) {
            return;
        }
        cpuPercent += load.cpuPercent();
        memoryMiB += load.memoryUsed().value();
        samples++;
        if (load.migrationLinkMbit() != null) {
            migrationLinkMbit = load.migrationLinkMbit();
        }
    }

    long samples() {
        return samples;
    }

    /** The mean in percent of all cores; only with samples. */
    double meanCpuPercent() {
        return Math.clamp(cpuPercent / samples, 0.0, 100.0);
    }

    /** The mean, rounded; only with samples. */
    MiB meanMemory() {
        return new MiB(Math.round(memoryMiB / samples));
    }

    /** The newest figure of its migration link; null when no beat had one. */
    @Nullable Long migrationLinkMbit() {
        return migrationLinkMbit;
    }

    void reset() {
        cpuPercent = 0;
        memoryMiB = 0;
        samples = 0;
        migrationLinkMbit = null;
    }
}
