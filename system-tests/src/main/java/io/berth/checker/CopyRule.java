package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A completed cycle is a real copy: the host that was ordered reports it, the VM ran on that host
 * meanwhile, everything was copied before changes were, and the copy is not claimed to be newer
 * than its order.
 */
final class CopyRule implements Rule {
    /**
     * A run is claimed for up to a beat less at each end than it lasted, and a table may come a few
     * beats after the start.
     */
    private static final Duration UNCLAIMED = Duration.ofSeconds(2);

    @Override
    public List<Finding> judge(Analysis analysis) {
        if (analysis.question().replication() == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Relation relation : analysis.relations()) {
            boolean copied = !relation.isWhole();
            for (ReplicaFact.Completed cycle : relation.completed()) {
                if (!cycle.initial() && !copied) {
                    findings.add(
                            finding(
                                    Kind.DELTA_WITHOUT_COPY,
                                    cycle,
                                    "copied changes before everything had been copied"));
                }
                copied |= cycle.initial();
                reported(findings, relation, cycle);
                for (ReplicaFact.Ordered order : relation.orders(cycle.number())) {
                    ordered(findings, analysis, order, cycle);
                }
            }
        }
        return findings;
    }

    private static void reported(
            List<Finding> findings, Relation relation, ReplicaFact.Completed cycle) {
        boolean reported =
                relation.copies(cycle.number()).stream()
                        .anyMatch(copy -> copy.source().equals(cycle.source()));
        if (!reported) {
            findings.add(
                    finding(
                            Kind.COPY_NOT_REPORTED,
                            cycle,
                            "is called complete, and " + cycle.source() + " never said so"));
        }
    }

    private static void ordered(
            List<Finding> findings,
            Analysis analysis,
            ReplicaFact.Ordered order,
            ReplicaFact.Completed cycle) {
        boolean ran =
                analysis.runs(cycle.vm()).stream()
                        .anyMatch(run ->
                                run.host().equals(cycle.source())
                                        && !run.from().minus(UNCLAIMED).isAfter(cycle.at().time())
                                        && !run.to().plus(UNCLAIMED).isBefore(order.at().time()));
        if (!ran) {
            findings.add(
                    finding(
                            Kind.COPIED_FROM_ELSEWHERE,
                            cycle,
                            "was copied from " + cycle.source() + ", where the VM did not run"));
        }
        if (cycle.pointAt().isAfter(order.decidedAt().plus(analysis.question().tolerance()))) {
            findings.add(
                    finding(
                            Kind.POINT_TOO_NEW,
                            cycle,
                            "goes back to "
                                    + cycle.pointAt()
                                    + ", after its order at "
                                    + order.decidedAt()));
        }
    }

    private static Finding finding(Kind kind, ReplicaFact.Completed cycle, String text) {
        return new Finding(
                kind,
                cycle.relationship().id(),
                "cycle " + cycle.number() + " of " + cycle.vm() + " " + text,
                List.of(cycle.at()));
    }
}
