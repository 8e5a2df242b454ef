package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The epoch of a VM never falls: not in placement's decisions, where every placement also raises
 * it, and not in what the agents run.
 */
final class EpochRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (Vm vm : analysis.definitions().keySet()) {
            decided(findings, analysis.decisions(vm));
            ran(findings, analysis.runs(vm));
        }
        return findings;
    }

    private static void decided(List<Finding> findings, List<Decision> decisions) {
        for (int i = 1; i < decisions.size(); i++) {
            Decision before = decisions.get(i - 1);
            Decision after = decisions.get(i);
            int order = after.epoch().compareTo(before.epoch());
            boolean mustRise = after instanceof Decision.Placed;
            if (order < 0 || (mustRise && order == 0)) {
                findings.add(
                        new Finding(
                                Kind.EPOCH_FELL,
                                after.vm().id(),
                                after.getClass().getSimpleName()
                                        + " at epoch "
                                        + after.epoch()
                                        + " follows "
                                        + before.getClass().getSimpleName()
                                        + " at epoch "
                                        + before.epoch(),
                                List.of(before.at(), after.at())));
            }
        }
    }

    private static void ran(List<Finding> findings, List<Run> runs) {
        for (int i = 1; i < runs.size(); i++) {
            Run before = runs.get(i - 1);
            Run after = runs.get(i);
            if (after.epoch().compareTo(before.epoch()) < 0) {
                findings.add(
                        new Finding(
                                Kind.EPOCH_FELL,
                                after.vm().id(),
                                "began to run as " + after + " after it ran as " + before,
                                List.of(before.firstSeen(), after.firstSeen())));
            }
        }
    }
}
