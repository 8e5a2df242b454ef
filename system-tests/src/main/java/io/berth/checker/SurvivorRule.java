package io.berth.checker;

import io.berth.checker.Finding.Kind;
import io.berth.checker.Question.Crash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every highly available VM that a dead host ran runs afterwards on a living host, at a higher
 * epoch, and that host itself has reported its start at that epoch. That it runs there only once is
 * the matter of {@link NeverTwiceRule}.
 */
final class SurvivorRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (Crash crash : analysis.question().crashes()) {
            Map<Vm, Run> lost = lost(analysis, crash);
            if (lost.isEmpty()) {
                findings.add(
                        new Finding(
                                Kind.NOTHING_TO_CHECK,
                                crash.host().id(),
                                "no highly available VM ran there before " + crash.at(),
                                List.of()));
            }
            if (analysis.failureAfter(crash.host(), crash.at()) == null) {
                findings.add(
                        new Finding(
                                Kind.FAILURE_NOT_DETECTED,
                                crash.host().id(),
                                "died at " + crash.at() + " and no HostFailed followed",
                                List.of()));
            }
            lost.values().forEach(run -> findings.addAll(afterwards(analysis, crash, run)));
        }
        return findings;
    }

    /** The highly available VMs that the host ran by its last word before the crash. */
    static Map<Vm, Run> lost(Analysis analysis, Crash crash) {
        Map<Vm, Run> lost = new TreeMap<>();
        HostTimeline timeline = analysis.timeline(crash.host());
        if (timeline != null) {
            timeline.runningAt(crash.at())
                    .forEach((vm, run) -> {
                        Definition definition = analysis.definitions().get(vm);
                        if (definition != null && definition.highlyAvailable()) {
                            lost.put(vm, run);
                        }
                    });
        }
        return lost;
    }

    private static List<Finding> afterwards(Analysis analysis, Crash crash, Run before) {
        Vm vm = before.vm();
        List<Run> now =
                analysis.runningAtEnd(vm).stream()
                        .filter(run -> run.from().isAfter(crash.at()))
                        .toList();
        if (now.isEmpty()) {
            return excused(analysis, vm)
                    ? List.of()
                    : List.of(
                            finding(
                                    Kind.NOT_REPLACED,
                                    before,
                                    "ran on "
                                            + before.host()
                                            + " at epoch "
                                            + before.epoch()
                                            + " until it died at "
                                            + crash.at()
                                            + "; no living host reports it running"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Run run : now) {
            if (run.epoch().compareTo(before.epoch()) <= 0) {
                findings.add(
                        finding(
                                Kind.NOT_AT_HIGHER_EPOCH,
                                run,
                                "runs on "
                                        + run.host()
                                        + " at epoch "
                                        + run.epoch()
                                        + "; it was lost on "
                                        + before.host()
                                        + " at epoch "
                                        + before.epoch()));
            }
            if (!confirmed(analysis, run)) {
                findings.add(
                        finding(
                                Kind.NOT_CONFIRMED,
                                run,
                                "runs on "
                                        + run.host()
                                        + " at epoch "
                                        + run.epoch()
                                        + ", but that host reported no start at that epoch"));
            }
        }
        return findings;
    }

    private static boolean excused(Analysis analysis, Vm vm) {
        Definition definition = analysis.definitions().get(vm);
        Decision last = analysis.lastDecision(vm);
        return (definition != null
                        && definition.waitsForOperator()
                        && last instanceof Decision.Lost)
                || (last instanceof Decision.Unplaceable unplaceable
                        && unplaceable.explained()
                        && analysis.question().unplaceableAllowed());
    }

    private static boolean confirmed(Analysis analysis, Run run) {
        return analysis.starts(run.vm()).stream()
                .anyMatch(start ->
                        start.host().equals(run.host()) && start.epoch().equals(run.epoch()));
    }

    private static Finding finding(Kind kind, Run run, String text) {
        return new Finding(kind, run.vm().id(), text, List.of(run.firstSeen(), run.lastSeen()));
    }
}
