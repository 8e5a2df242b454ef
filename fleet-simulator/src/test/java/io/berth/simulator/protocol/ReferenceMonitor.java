package io.berth.simulator.protocol;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Failure detection for one cluster as a fold over its partition: log time, confirmed times, the
 * hold by majority, and the wait for the lease that a node's last beat told. Times are
 * microseconds.
 */
final class ReferenceMonitor {
    /** What it finds. */
    sealed interface Finding {
        record Up(HostId host) implements Finding {}

        record Failed(HostId host, Tenure tenure) implements Finding {}
    }

    private static final long STEP = 100_000;
    private static final int RING = 64;

    private static final class Node {
        BootId boot = new BootId(1);
        long sequence;
        Tenure highestTenure = Tenure.NONE;
        long lastAccepted;
        long confirmed;
        Duration lease = LeaseTimings.DEFAULT.lease();
        boolean failed;
        final Map<Long, Long> appended = new TreeMap<>();
    }

    private final LeaseTimings timings;
    private long threshold;
    private final long silentAfter;
    private final long cap;
    private final int configured;
    private final Map<HostId, Node> nodes = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long logTime;
    private long lastStamp = Long.MIN_VALUE;
    private long restartAt;
    private long holdUntil;

    ReferenceMonitor(LeaseTimings timings, Set<HostId> roster) {
        this.timings = timings;
        this.threshold = micros(timings.threshold().toMillis());
        this.silentAfter = micros(timings.monitorSilent().toMillis());
        this.cap = micros(timings.cap().toMillis());
        this.configured = roster.size();
    }

    /** Another threshold from here on. */
    void threshold(Duration changed) {
        evaluate();
        threshold = micros(changed.toMillis());
    }

    /** One record: a beat, or a tick of the monitor itself when absent. */
    List<Finding> read(long stamp, @Nullable HostBeat beat) {
        findings.clear();
        advance(stamp);
        if (beat != null) {
            Node node = nodes.get(beat.host());
            if (node != null && silent(node)) {
                evaluate();
            }
            accept(beat);
        }
        return List.copyOf(findings);
    }

    private void advance(long stamp) {
        long gap = lastStamp == Long.MIN_VALUE ? 0 : stamp - lastStamp;
        lastStamp = stamp;
        long end = logTime + Math.clamp(gap, 0, cap);
        if (gap < 0 || gap > cap) {
            restartAt = end;
        }
        for (long at = (logTime / STEP + 1) * STEP; at <= end; at += STEP) {
            logTime = at;
            evaluate();
        }
        logTime = end;
    }

    private void evaluate() {
        long silent = nodes.values().stream().filter(n -> !n.failed && silent(n)).count();
        boolean majoritySilent = 2 * silent > configured;
        if (majoritySilent) {
            holdUntil = logTime;
        }
        for (Map.Entry<HostId, Node> entry : nodes.entrySet()) {
            Node node = entry.getValue();
            long since = Math.max(node.lastAccepted, Math.max(restartAt, holdUntil));
            long outlasting = micros(timings.outlasting(node.lease).toMillis());
            if (!node.failed
                    && logTime - since >= Math.max(threshold, outlasting)
                    && !majoritySilent) {
                long failed = nodes.values().stream().filter(n -> n.failed).count();
                if (failed < (configured + 1) / 2) {
                    node.failed = true;
                    findings.add(new Finding.Failed(entry.getKey(), node.highestTenure));
                }
            }
        }
    }

    private boolean silent(Node node) {
        return logTime - node.confirmed > silentAfter;
    }

    private void accept(HostBeat beat) {
        Node node = nodes.get(beat.host());
        boolean newBoot = node == null || node.boot.isBefore(beat.boot());
        if (node == null) {
            node = new Node();
            nodes.put(beat.host(), node);
        } else if (!newBoot
                && (!node.boot.equals(beat.boot()) || beat.sequence() <= node.sequence)) {
            return;
        }
        if (newBoot) {
            node.boot = beat.boot();
            node.appended.clear();
            node.confirmed = logTime;
        }
        node.sequence = beat.sequence();
        node.lastAccepted = logTime;
        Duration told = beat.lease();
        node.lease = told == null ? timings.lease() : told;
        node.appended.put(beat.sequence(), logTime);
        if (node.appended.size() > RING) {
            node.appended.remove(node.appended.keySet().iterator().next());
        }
        Long confirmed = node.appended.get(beat.acknowledged());
        if (confirmed != null) {
            node.confirmed = Math.max(node.confirmed, confirmed);
        }
        if (node.highestTenure.isBefore(beat.tenure())) {
            node.highestTenure = beat.tenure();
        }
        if (newBoot || node.failed) {
            node.failed = false;
            findings.add(new Finding.Up(beat.host()));
        }
    }

    private static long micros(long millis) {
        return millis * 1000;
    }
}
