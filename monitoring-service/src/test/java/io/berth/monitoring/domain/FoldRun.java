package io.berth.monitoring.domain;

import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.ExpectedSilence;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Folds a log and tells in text what became known, so that runs can be read and compared. */
final class FoldRun {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> counted = new TreeMap<>();
    private final QuarantineRules rules;
    private PartitionFold fold;

    private FoldRun(QuarantineRules rules) {
        this.rules = rules;
        fold = new PartitionFold(LeaseTimings.DEFAULT, rules, FoldSnapshot.empty(0));
    }

    /** What becomes known of a log by the usual rules. */
    static List<String> of(List<LoggedRecord> log, IntPredicate cutBefore) {
        return of(log, QuarantineRules.DEFAULT, cutBefore);
    }

    /**
     * What becomes known of a log.
     *
     * @param cutBefore the offsets before which the fold is saved, thrown away and restored
     */
    static List<String> of(List<LoggedRecord> log, QuarantineRules rules, IntPredicate cutBefore) {
        FoldRun run = new FoldRun(rules);
        for (int i = 0; i < log.size(); i++) {
            if (cutBefore.test(i)) {
                run.fold = new PartitionFold(LeaseTimings.DEFAULT, rules, run.fold.snapshot());
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
            case HostSuspect suspect ->
                    at(suspect.logTime())
                            + " suspect "
                            + suspect.host()
                            + expected(suspect.expected());
            case HostUnreachable lost ->
                    at(lost.logTime())
                            + " unreachable "
                            + lost.host()
                            + " tenure="
                            + lost.tenure()
                            + expected(lost.expected());
            case HostIsolated alone ->
                    "%s isolated %s tenure=%s heard by %s (%d in all)"
                            .formatted(
                                    at(alone.logTime()),
                                    alone.host(),
                                    alone.tenure(),
                                    alone.heardBy(),
                                    alone.hearing());
            case HostQuarantined kept ->
                    "%s QUARANTINED %s failures=%d until %s"
                            .formatted(
                                    at(kept.logTime()),
                                    kept.host(),
                                    kept.failures(),
                                    at(kept.until()));
            case QuarantineWithheld not ->
                    "%s quarantine-withheld %s failures=%d quarantined=%d allowed=%d of %d"
                            .formatted(
                                    at(not.logTime()),
                                    not.host(),
                                    not.failures(),
                                    not.quarantined(),
                                    not.allowed(),
                                    not.configured());
            case QuarantineEnded free ->
                    at(free.logTime())
                            + " quarantine-ended "
                            + free.host()
                            + " "
                            + free.cause()
                            + (free.by() == null ? "" : " by " + free.by());
            case ClockSkewed off ->
                    "%s clock-skewed %s %+d ms"
                            .formatted(at(off.logTime()), off.host(), off.skewMillis());
            case ClockSettled right ->
                    "%s clock-settled %s %+d ms"
                            .formatted(at(right.logTime()), right.host(), right.skewMillis());
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
                            + failed.evidence()
                            + waited(failed)
                            + expected(failed.expected());
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

    /** Where it was another time than usual. */
    private static String waited(HostFailed failed) {
        Duration threshold = failed.threshold();
        Duration lease = failed.lease();
        return threshold == null
                        || lease == null
                        || threshold.equals(LeaseTimings.DEFAULT.threshold())
                                && lease.equals(LeaseTimings.DEFAULT.lease())
                ? ""
                : " waited=" + seconds(threshold) + " lease=" + seconds(lease);
    }

    private static String expected(@Nullable ExpectedSilence why) {
        return why == null ? "" : " expected=" + why;
    }

    private static String at(Instant logTime) {
        return seconds(Duration.between(ScenarioLog.START, logTime));
    }

    private static String seconds(Duration duration) {
        return "%.3f".formatted(duration.toMillis() / 1000.0).replaceAll("0{1,2}$", "");
    }
}
