package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * No VM runs on two hosts at the same moment. Runs are stretches in which a VM certainly ran, so
 * any overlap above the clock tolerance is a proof. Where the hypervisors can be asked, their word
 * counts too.
 */
final class NeverTwiceRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (Vm vm : analysis.definitions().keySet()) {
            List<Run> runs = analysis.runs(vm);
            for (int i = 0; i < runs.size(); i++) {
                for (int j = i + 1; j < runs.size(); j++) {
                    findings.addAll(pair(analysis, runs.get(i), runs.get(j)));
                }
            }
            findings.addAll(atEnd(analysis, vm));
        }
        for (Witness witness : analysis.history().witnesses()) {
            if (analysis.definitions().containsKey(witness.vm())) {
                findings.add(
                        new Finding(
                                Kind.SEEN_TWICE,
                                witness.vm().id(),
                                "executed on " + witness.hosts() + " since " + witness.since(),
                                List.of()));
            }
        }
        return findings;
    }

    private static List<Finding> pair(Analysis analysis, Run first, Run second) {
        if (first.host().equals(second.host())) {
            return List.of();
        }
        Instant from = second.from().isAfter(first.from()) ? second.from() : first.from();
        Instant to = second.to().isBefore(first.to()) ? second.to() : first.to();
        if (!to.isAfter(from.plus(analysis.question().tolerance()))) {
            return List.of();
        }
        return List.of(
                new Finding(
                        Kind.RAN_TWICE,
                        first.vm().id(),
                        "ran on two hosts at once for "
                                + Duration.between(from, to).toMillis()
                                + " ms: "
                                + first
                                + " and "
                                + second,
                        List.of(
                                first.firstSeen(),
                                first.lastSeen(),
                                second.firstSeen(),
                                second.lastSeen())));
    }

    private static List<Finding> atEnd(Analysis analysis, Vm vm) {
        List<Run> now = analysis.runningAtEnd(vm);
        long hosts = now.stream().map(Run::host).distinct().count();
        return hosts <= 1
                ? List.of()
                : List.of(
                        new Finding(
                                Kind.RUNS_TWICE_AT_END,
                                vm.id(),
                                "runs on " + hosts + " living hosts at the end: " + now,
                                now.stream().map(Run::lastSeen).toList()));
    }
}
