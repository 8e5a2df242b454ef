package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What placement answers over REST is what the agents report. */
final class AnswerRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        if (!analysis.question().answersExpected()) {
            return List.of();
        }
        Map<Vm, Answer> answers = new HashMap<>();
        analysis.history().answers().forEach(answer -> answers.put(answer.vm(), answer));
        List<Finding> findings = new ArrayList<>();
        for (Vm vm : analysis.definitions().keySet()) {
            Answer answer = answers.get(vm);
            if (answer == null) {
                findings.add(
                        new Finding(
                                Kind.ANSWER_DISAGREES,
                                vm.id(),
                                "placement does not know it",
                                List.of()));
                continue;
            }
            boolean claimed = answer.state().equals("RUNNING");
            List<Run> now = analysis.runningAtEnd(vm);
            boolean matches =
                    claimed
                            ? now.stream()
                                    .anyMatch(run ->
                                            run.host().equals(answer.host())
                                                    && run.epoch().equals(answer.epoch()))
                            : now.isEmpty();
            if (!matches) {
                findings.add(
                        new Finding(
                                Kind.ANSWER_DISAGREES,
                                vm.id(),
                                "placement says "
                                        + answer.state()
                                        + " on "
                                        + answer.host()
                                        + " at epoch "
                                        + answer.epoch()
                                        + "; the agents say "
                                        + now,
                                now.stream().map(Run::lastSeen).toList()));
            }
        }
        return findings;
    }
}
