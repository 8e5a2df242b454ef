package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler loses no cycle and doubles none: the numbers of a relationship's orders rise by one
 * from 1, each is ordered once, each has exactly one end, and none is ordered before the one before
 * it has ended. A cycle that still runs at the end of the log may be without one.
 */
final class CycleRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        Question.Replication asked = analysis.question().replication();
        if (asked == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (analysis.relations().stream().allMatch(relation -> relation.completed().isEmpty())) {
            findings.add(
                    new Finding(
                            Kind.NOTHING_TO_CHECK,
                            "replication",
                            "no cycle of any VM in question was completed",
                            List.of()));
        }
        Instant stillRunning = analysis.history().end().minus(asked.patience());
        for (Relation relation : analysis.relations()) {
            numbers(findings, relation);
            for (long number : relation.numbers()) {
                one(findings, relation, number, stillRunning);
                inTurn(findings, relation, number, analysis.question());
            }
        }
        return findings;
    }

    private static void numbers(List<Finding> findings, Relation relation) {
        long before = relation.isWhole() ? 0 : -1;
        for (long number : relation.numbers()) {
            if (before >= 0 && number > before + 1) {
                findings.add(
                        new Finding(
                                Kind.CYCLE_GAP,
                                relation.id().id(),
                                "cycle " + number + " follows " + before,
                                positions(relation, number)));
            }
            before = number;
        }
    }

    private static void one(
            List<Finding> findings, Relation relation, long number, Instant stillRunning) {
        List<ReplicaFact.Ordered> orders = relation.orders(number);
        List<ReplicaFact.Ended> ends = relation.ends(number);
        String id = relation.id().id();
        if (orders.size() > 1) {
            findings.add(
                    new Finding(
                            Kind.CYCLE_ORDERED_TWICE,
                            id,
                            "cycle " + number + " was ordered " + orders.size() + " times",
                            orders.stream().map(ReplicaFact::at).toList()));
        }
        if (orders.isEmpty() && relation.isWhole()) {
            findings.add(
                    new Finding(
                            Kind.CYCLE_NOT_ORDERED,
                            id,
                            "cycle " + number + " ended and was never ordered",
                            ends.stream().map(ReplicaFact::at).toList()));
        }
        if (ends.size() > 1) {
            findings.add(
                    new Finding(
                            Kind.CYCLE_ENDED_TWICE,
                            id,
                            "cycle " + number + " ended " + ends.size() + " times",
                            ends.stream().map(ReplicaFact::at).toList()));
        }
        boolean mayRun =
                number == relation.lastOrdered()
                        && orders.stream()
                                .anyMatch(order -> !order.at().time().isBefore(stillRunning));
        if (ends.isEmpty() && !mayRun) {
            findings.add(
                    new Finding(
                            Kind.CYCLE_WITHOUT_END,
                            id,
                            "cycle " + number + " was ordered, and nothing was said of its end",
                            orders.stream().map(ReplicaFact::at).toList()));
        }
    }

    private static void inTurn(
            List<Finding> findings, Relation relation, long number, Question question) {
        Instant endBefore = firstEnd(relation.ends(number - 1));
        if (endBefore == null) {
            return;
        }
        for (ReplicaFact.Ordered order : relation.orders(number)) {
            if (order.decidedAt().plus(question.tolerance()).isBefore(endBefore)) {
                findings.add(
                        new Finding(
                                Kind.CYCLES_AT_ONCE,
                                relation.id().id(),
                                "cycle %d was ordered at %s, before cycle %d ended at %s"
                                        .formatted(
                                                number, order.decidedAt(), number - 1, endBefore),
                                positions(relation, number)));
            }
        }
    }

    private static @Nullable Instant firstEnd(List<ReplicaFact.Ended> ends) {
        return ends.stream().map(ReplicaFact.Ended::decidedAt).min(Instant::compareTo).orElse(null);
    }

    private static List<Position> positions(Relation relation, long number) {
        List<Position> positions = new ArrayList<>();
        relation.orders(number).forEach(order -> positions.add(order.at()));
        relation.ends(number).forEach(end -> positions.add(end.at()));
        return positions;
    }
}
