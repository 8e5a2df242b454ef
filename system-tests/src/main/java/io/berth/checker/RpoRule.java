package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the replica service says over REST would be lost now is the age of the newest copy of which
 * its events tell, for every relationship.
 */
final class RpoRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        Question.Replication asked = analysis.question().replication();
        if (asked == null) {
            return List.of();
        }
        Map<Relationship, RpoClaim> claims = new HashMap<>();
        analysis.history().rpoClaims().forEach(claim -> claims.put(claim.relationship(), claim));
        List<Finding> findings = new ArrayList<>();
        for (Relation relation : analysis.relations()) {
            if (!relation.exists()) {
                continue;
            }
            RpoClaim claim = claims.get(relation.id());
            String problem =
                    claim == null
                            ? "the replica service does not know it"
                            : problem(claim, relation, asked.rpoTolerance());
            if (problem != null) {
                findings.add(
                        new Finding(
                                Kind.RPO_DISAGREES,
                                relation.id().id(),
                                problem,
                                relation.held().stream().map(ReplicaFact::at).toList()));
            }
        }
        return findings;
    }

    /**
     * A copy that was completed within the tolerance of the question or the answer may be the one
     * that is meant, or not yet.
     */
    private static @Nullable String problem(RpoClaim claim, Relation relation, Duration tolerance) {
        Duration rpo = claim.rpo();
        List<Instant> points = new ArrayList<>();
        for (ReplicaFact.Completed cycle : relation.held()) {
            if (!cycle.decidedAt().isAfter(claim.askedFrom().minus(tolerance))) {
                points.clear();
            }
            if (!cycle.decidedAt().isAfter(claim.askedTo().plus(tolerance))) {
                points.add(cycle.pointAt());
            }
        }
        if (rpo == null) {
            return points.isEmpty()
                    ? null
                    : "the service knows no copy; by its events there is one of " + points;
        }
        for (Instant point : points) {
            Instant earliest = claim.askedFrom().minus(rpo).minus(tolerance);
            Instant latest = claim.askedTo().minus(rpo).plus(tolerance);
            if (!point.isBefore(earliest) && !point.isAfter(latest)) {
                return null;
            }
        }
        return "the service says %s at %s; by its events the newest copy is of %s"
                .formatted(rpo, claim.askedTo(), points);
    }
}
