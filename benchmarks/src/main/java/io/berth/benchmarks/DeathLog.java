package io.berth.benchmarks;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.LogMark;
import io.berth.monitoring.domain.PartitionFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A partition in which one host of a cluster of twelve dies at some moment, drawn from a seed.
 *
 * <p>Each host sends a beat every 500 ms from a phase of its own, one at a time. Most are appended
 * within 2 to 20 ms; one in fifty takes up to 400 ms. One acknowledgement in a hundred is lost:
 * then the beat is in the log, but its host does not know. The monitor's tick comes twice a second.
 */
final class DeathLog {
    private static final int HOSTS = 12;
    private static final long BEAT = LeaseTimings.DEFAULT.beat().toMillis();
    private static final long LIFE = 30_000;
    private static final long AFTER = 12_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DomainId CLUSTER = new DomainId("cluster");

    /**
     * What came of it.
     *
     * @param lastAcknowledged when the dead host's last acknowledged beat was appended
     */
    record Death(Instant lastAcknowledged, HostFailed failed) {}

    private record Appended(long millis, HeartbeatEvent event) {}

    private final RandomGenerator random;
    private final List<Appended> records = new ArrayList<>();

    private DeathLog(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * One death.
     *
     * @throws IllegalStateException when it went unnoticed or another host was blamed
     */
    static Death simulate(long seed) {
        DeathLog log = new DeathLog(seed);
        long diesAt = LIFE / 2 + log.random.nextLong(LIFE / 2);
        int victim = log.random.nextInt(HOSTS);
        long lastAcknowledged = 0;
        for (int host = 0; host < HOSTS; host++) {
            long last = log.beats(host, host == victim ? diesAt : LIFE + AFTER);
            lastAcknowledged = host == victim ? last : lastAcknowledged;
        }
        for (long millis = log.random.nextLong(BEAT); millis < LIFE + AFTER; millis += BEAT) {
            log.records.add(new Appended(millis, new MonitorTick(0, "monitoring-1")));
        }
        log.records.sort(Comparator.comparingLong(Appended::millis));
        List<HostFailed> failed = log.fold();
        if (failed.size() != 1 || !failed.getFirst().host().equals(host(victim))) {
            throw new IllegalStateException(
                    "seed %d: %s died, found failed: %s".formatted(seed, host(victim), failed));
        }
        return new Death(START.plusMillis(lastAcknowledged), failed.getFirst());
    }

    /** Lets a host beat until it dies; returns when its last acknowledged beat was appended. */
    private long beats(int host, long diesAt) {
        long acknowledged = 0;
        long acknowledgedAt = 0;
        long sequence = 0;
        long send = random.nextLong(BEAT);
        while (send < diesAt) {
            sequence++;
            long delay =
                    random.nextInt(50) == 0 ? random.nextLong(20, 400) : random.nextLong(2, 20);
            long appended = send + delay;
            records.add(new Appended(appended, beat(host, sequence, acknowledged)));
            if (appended < diesAt && random.nextInt(1000) > 0) {
                acknowledged = sequence;
                acknowledgedAt = appended;
            }
            send += BEAT;
        }
        return acknowledgedAt;
    }

    private List<HostFailed> fold() {
        PartitionFold fold = new PartitionFold(LeaseTimings.DEFAULT, FoldSnapshot.empty(0));
        List<NodeEvent> found = new ArrayList<>();
        RosterSet roster =
                new RosterSet(
                        CLUSTER, 1, IntStream.range(0, HOSTS).mapToObj(DeathLog::host).toList());
        fold.apply(new LogMark(0, START.toEpochMilli(), 0), roster, found);
        long offset = 1;
        for (Appended record : records) {
            LogMark mark = new LogMark(offset++, START.toEpochMilli() + record.millis(), 0);
            fold.apply(mark, record.event(), found);
        }
        List<HostFailed> failed = new ArrayList<>();
        for (NodeEvent event : found) {
            if (event instanceof HostFailed failure) {
                failed.add(failure);
            }
        }
        return failed;
    }

    private static HostBeat beat(int host, long sequence, long acknowledged) {
        return new HostBeat(
                host(host),
                CLUSTER,
                new BootId(1),
                new Tenure(1),
                sequence,
                acknowledged,
                true,
                false,
                START,
                new HostLoad(20, MiB.ofGiB(16)),
                "",
                null);
    }

    private static HostId host(int host) {
        return new HostId("host-%02d".formatted(host));
    }
}
