package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The fold over the logs of simulated clusters, and the truth beside it. 2,000 seeds; {@code berth
 * drill seeds} takes more, {@code -Dberth.monitoring.seed=7} only one.
 *
 * <ul>
 *   <li>A host is called failed only when its agent has stopped its VMs, or died.
 *   <li>Where nobody died or lost a lease, nobody is called failed.
 *   <li>A death is found at most a threshold and 0.6 s of log time after the last beat, the last
 *       restart of the threshold, the last hold and the last change of the threshold; or the time
 *       that outlasts the lease that it told, where that is longer.
 *   <li>A fold saved and restored before any records finds the same.
 *   <li>So does the slow statement of the rules (of every {@value #SLOWLY}th seed).
 * </ul>
 */
class SimulatedFleetTest {
    /** No multiple of the number of kinds, so that each of them has its turn. */
    private static final int SLOWLY = 19;

    private static final long LOOKING = 600;

    /** Runs in which agents break the rules of changing leases; some of them must be found out. */
    private static final int RASH = 300;

    /** A fact, where it was found and when that was in log time. */
    private record Found(NodeEvent fact, int offset) {}

    private final Map<FleetRun.Kind, Integer> failures = new EnumMap<>(FleetRun.Kind.class);
    private int deaths;
    private int found;

    @Test
    void isNeverWrongAboutWhoIsDead() {
        Long only = Long.getLong("berth.monitoring.seed");
        if (only != null) {
            check(only);
            return;
        }
        int seeds = Integer.getInteger("berth.monitoring.seeds", 2000);
        for (long seed = 1; seed <= seeds; seed++) {
            check(seed);
        }
        assertThat(failures)
                .as("verdicts by kind of run")
                .containsKeys(FleetRun.Kind.PAUSES, FleetRun.Kind.DEATHS, FleetRun.Kind.EVERYTHING)
                .doesNotContainKey(FleetRun.Kind.CALM);
        assertThat(found).as("deaths found of %d", deaths).isGreaterThan(seeds / 8);
    }

    /** The test must be able to fail. */
    @Test
    void agentsThatDoNotTellTheirLeasesAreFoundOut() {
        int wrong = 0;
        for (long seed = 1; seed <= RASH; seed++) {
            FleetRun run = FleetRun.rash(new Random(seed), FleetRun.Kind.PAUSES);
            try {
                verdictsAreTrue(run, fold(run.log()));
            } catch (AssertionError e) {
                wrong++;
            }
        }
        assertThat(wrong).as("runs with a false verdict").isGreaterThan(3);
    }

    /** One run and all that must hold of it. */
    void check(long seed) {
        try {
            Random random = new Random(seed);
            FleetRun.Kind[] kinds = FleetRun.Kind.values();
            FleetRun run = FleetRun.of(random, kinds[(int) (seed % kinds.length)]);
            check(run, random, seed);
        } catch (AssertionError | RuntimeException e) {
            fail(
                    ("Seed %d: %s. Again: ./mvnw test -pl monitoring-service"
                                    + " -Dtest=SimulatedFleetTest -Dberth.monitoring.seed=%d")
                            .formatted(seed, e.getMessage(), seed),
                    e);
        }
    }

    /** How many hosts died in all runs so far. */
    int deaths() {
        return deaths;
    }

    /** How many of them had to be found within their log, and were. */
    int found() {
        return found;
    }

    /** How many hosts were called failed, dead or fenced. */
    int verdicts() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void check(FleetRun run, Random random, long seed) {
        List<LoggedRecord> log = run.log();
        List<Found> facts = fold(log);
        verdictsAreTrue(run, facts);
        deathsAreFound(run, facts);
        List<String> lines = FoldRun.of(log, offset -> false);
        Set<Integer> cuts =
                random.ints(1 + random.nextInt(6), 0, log.size())
                        .boxed()
                        .collect(Collectors.toSet());
        assertThat(FoldRun.of(log, cuts::contains)).as("restored before %s", cuts).isEqualTo(lines);
        if (seed % SLOWLY == 0) {
            assertThat(lines.stream().filter(line -> !line.startsWith("counted")).toList())
                    .isEqualTo(SlowFold.of(log, QuarantineRules.DEFAULT));
        }
    }

    private static List<Found> fold(List<LoggedRecord> log) {
        PartitionFold fold = new PartitionFold(LeaseTimings.DEFAULT, FoldSnapshot.empty(0));
        List<Found> facts = new ArrayList<>();
        for (int offset = 0; offset < log.size(); offset++) {
            List<NodeEvent> now = new ArrayList<>();
            fold.apply(log.get(offset).mark(), log.get(offset).event(), now);
            for (NodeEvent fact : now) {
                facts.add(new Found(fact, offset));
            }
        }
        return facts;
    }

    private void verdictsAreTrue(FleetRun run, List<Found> facts) {
        Map<HostId, FleetRun.Host> hosts = new HashMap<>();
        run.hosts().forEach(host -> hosts.put(host.id, host));
        for (Found each : facts) {
            if (each.fact() instanceof HostFailed failed) {
                failures.merge(run.kind(), 1, Integer::sum);
                FleetRun.Host host = Objects.requireNonNull(hosts.get(failed.host()));
                long stopped = Math.min(host.diedAt, host.fencedAt);
                assertThat(stopped)
                        .as("%s is called failed while it holds its lease", failed)
                        .isLessThanOrEqualTo(run.realTime(each.offset()));
            }
        }
    }

    private void deathsAreFound(FleetRun run, List<Found> facts) {
        long logEnd = 0;
        long restart = 0;
        Map<HostId, Long> lastBeat = new HashMap<>();
        Map<HostId, HostBeat> newest = new HashMap<>();
        long changed = 0;
        DetectionSet detection = null;
        List<LoggedRecord> log = run.log();
        long[] logTime = new long[log.size()];
        for (int i = 0; i < log.size(); i++) {
            LogMark mark = log.get(i).mark();
            if (i == 0) {
                logEnd = mark.timestampMillis();
                restart = logEnd;
            } else {
                LogMark before = log.get(i - 1).mark();
                long step = mark.timestampMillis() - before.timestampMillis();
                logEnd += Math.clamp(step, 0, 1000);
                if (step < 0 || step > 1000 || mark.leaderEpoch() != before.leaderEpoch()) {
                    restart = logEnd;
                }
            }
            logTime[i] = logEnd;
            if (log.get(i).event() instanceof HostBeat beat) {
                newest.merge(beat.host(), beat, (a, b) -> a.sequence() < b.sequence() ? b : a);
            } else if (log.get(i).event() instanceof DetectionSet set
                    && (detection == null || detection.revision() < set.revision())) {
                detection = set;
                changed = logEnd;
            }
        }
        run.appends().forEach(append -> lastBeat.put(append.host(), logTime[append.offset()]));
        boolean held = false;
        long released = 0;
        Map<HostId, Long> foundAt = new HashMap<>();
        for (Found each : facts) {
            if (each.fact() instanceof FailuresHeld) {
                held = true;
            } else if (each.fact() instanceof HoldReleased free) {
                held = false;
                released = free.logTime().toEpochMilli();
            } else if (each.fact() instanceof HostFailed failed) {
                foundAt.put(failed.host(), failed.logTime().toEpochMilli());
            }
        }
        for (FleetRun.Host host : run.hosts()) {
            if (host.diedAt == Long.MAX_VALUE) {
                continue;
            }
            deaths++;
            Long last = lastBeat.get(host.id);
            Long at = foundAt.get(host.id);
            long since = Math.max(Math.max(last == null ? 0 : last, restart), released);
            long due = Math.max(since, changed) + wait(detection, newest.get(host.id)) + LOOKING;
            if (last == null || held || due > logEnd) {
                continue;
            }
            assertThat(at).as("%s died and was not found by %d", host.id, due).isNotNull();
            assertThat(at).isLessThanOrEqualTo(due);
            found++;
        }
    }

    /** The threshold that holds in the end, or what outlasts the lease that the host told last. */
    private static long wait(@Nullable DetectionSet detection, @Nullable HostBeat last) {
        LeaseTimings timings = LeaseTimings.DEFAULT;
        Duration threshold = detection == null ? timings.threshold() : detection.threshold();
        Duration told = last == null ? null : last.lease();
        Duration fenced = timings.outlasting(told == null ? timings.lease() : told);
        return Math.max(threshold.toMillis(), fenced.toMillis());
    }
}
