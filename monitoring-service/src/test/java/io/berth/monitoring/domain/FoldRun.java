package io.berth.monitoring.domain;

import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Folds a log and tells in text what became known, so that runs can be read and compared. */
final class FoldRun {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> counted = new TreeMap<>();
    private PartitionFold fold;

    private FoldRun(long firstOffset) {
        fold = new PartitionFold(LeaseTimings.DEFAULT, FoldSnapshot.empty(firstOffset));
    }

    /**
     * What becomes known of a log.
     *
     * @param cutBefore the offsets before which the fold is saved, thrown away and restored
     */
    static List<String> of(List<LoggedRecord> log, IntPredicate cutBefore) {
        FoldRun run = new FoldRun(0);
        for (int i = 0; i < log.size(); i++) {
            if (cutBefore.test(i)) {
                run.fold = new PartitionFold(LeaseTimings.DEFAULT, run.fold.snapshot());
            }
            run.apply(log.get(i));
        }
        run.counted.forEach((what, count) -> run.lines.add("counted " + what + " " + count));
        return run.lines;
    }

    private void apply(LoggedRecord record) {
        List<NodeEvent> found = new ArrayList<>();
        Outcome outcome = fold.apply(record.mark(), record.event(), found);
        found.forEach(event -> lines.add(line(event)));
        switch (outcome) {
            case Outcome.Plain plain -> {
                if (plain == Outcome.Plain.STALE || plain == Outcome.Plain.UNCHANGED) {
                    counted.merge(plain.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
                }
            }
            case Outcome.Refused refused -> {
                if (refused.first()) {
                    lines.add(
                            at(fold.logTime())
                                    + " refused "
                                    + refused.refusal().label()
                                    + ": "
                                    + refused.refusal().explain());
                } else {
                    counted.merge(refused.refusal().label(), 1, Integer::sum);
                }
            }
        }
    }

    static String line(NodeEvent event) {
        return switch (event) {
            case HostUp up ->
                    at(up.logTime())
                            + " up "
                            + up.host()
                            + " boot="
                            + up.boot()
                            + " tenure="
                            + up.tenure();
            case HostSuspect suspect -> at(suspect.logTime()) + " suspect " + suspect.host();
            case HostUnreachable lost ->
                    at(lost.logTime()) + " unreachable " + lost.host() + " tenure=" + lost.tenure();
            case HostFailed failed ->
                    at(failed.logTime())
                            + " FAILED "
                            + failed.host()
                            + " boot="
                            + failed.boot()
                            + " tenure="
                            + failed.tenure()
                            + " last="
                            + at(failed.lastBeat())
                            + " "
                            + failed.evidence();
            case HostRecovered back ->
                    at(back.logTime()) + " recovered " + back.host() + " tenure=" + back.tenure();
            case FailuresHeld held ->
                    "%s HELD %s silent=%d failed=%d of %d %s"
                            .formatted(
                                    at(held.logTime()),
                                    held.domain(),
                                    held.silent(),
                                    held.failed(),
                                    held.configured(),
                                    held.reason());
            case HoldReleased released ->
                    at(released.logTime())
                            + " released "
                            + released.domain()
                            + " after "
                            + seconds(released.heldFor());
        };
    }

    private static String at(Instant logTime) {
        return seconds(Duration.between(ScenarioLog.START, logTime));
    }

    private static String seconds(Duration duration) {
        return "%.3f".formatted(duration.toMillis() / 1000.0).replaceAll("0{1,2}$", "");
    }
}
