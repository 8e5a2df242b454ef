package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** A pass must be about something, and about records that could be read. */
final class ScopeRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        if (analysis.definitions().isEmpty()) {
            findings.add(
                    new Finding(
                            Kind.NOTHING_TO_CHECK,
                            "estate",
                            "inventory.state defines no VM in "
                                    + analysis.question().domains()
                                    + "; nothing can be judged",
                            List.of()));
        }
        for (Position position : analysis.history().unreadable()) {
            findings.add(
                    new Finding(
                            Kind.UNREADABLE_RECORD,
                            position.topic(),
                            "a record of a service's own topic is not what it must be",
                            List.of(position)));
        }
        return findings;
    }
}
