package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each loss has exactly one outcome: the next decision about the VM places it or calls it
 * unplaceable (nothing follows when its restart priority keeps it for an operator), and no
 * placement of a highly available VM claims a loss that did not directly precede it.
 */
final class LossRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (Definition definition : analysis.definitions().values()) {
            List<Decision> decisions = analysis.decisions(definition.vm());
            for (int i = 0; i < decisions.size(); i++) {
                Decision before = i == 0 ? null : decisions.get(i - 1);
                Decision decision = decisions.get(i);
                Decision after = i + 1 == decisions.size() ? null : decisions.get(i + 1);
                if (decision instanceof Decision.Lost && !definition.waitsForOperator()) {
                    outcome(findings, decision, after);
                }
                if (definition.highlyAvailable()
                        && decision instanceof Decision.Placed placed
                        && placed.afterLoss()
                        && !(before instanceof Decision.Lost)) {
                    findings.add(
                            new Finding(
                                    Kind.OUTCOME_WITHOUT_LOSS,
                                    placed.vm().id(),
                                    "placed on "
                                            + placed.host()
                                            + " at epoch "
                                            + placed.epoch()
                                            + " because of a loss, but no loss directly precedes"
                                            + " it",
                                    List.of(placed.at())));
                }
            }
        }
        return findings;
    }

    private static void outcome(List<Finding> findings, Decision lost, @Nullable Decision after) {
        if (!(after instanceof Decision.Placed || after instanceof Decision.Unplaceable)) {
            findings.add(
                    new Finding(
                            Kind.LOSS_WITHOUT_OUTCOME,
                            lost.vm().id(),
                            "lost at epoch "
                                    + lost.epoch()
                                    + " and then "
                                    + (after == null
                                            ? "nothing"
                                            : after.getClass().getSimpleName()),
                            after == null ? List.of(lost.at()) : List.of(lost.at(), after.at())));
        }
    }
}
