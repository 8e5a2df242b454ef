package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A VM runs only where a decision put it, no start is reported at an epoch that had been replaced
 * already, and none begins while the former host could still have run the VM: until a look at that
 * host shows that it does not, or somebody proved the power off, the rest of its lease must pass.
 */
final class AuthorityRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (Vm vm : analysis.definitions().keySet()) {
            List<Decision.Placed> placed = placed(analysis, vm);
            for (Run run : analysis.runs(vm)) {
                if (placed.stream().noneMatch(decision -> puts(decision, run))) {
                    findings.add(
                            new Finding(
                                    Kind.RAN_WITHOUT_DECISION,
                                    vm.id(),
                                    "ran as " + run + "; no decision put it there at that epoch",
                                    List.of(run.firstSeen())));
                }
            }
            for (Observation.Completion start : analysis.starts(vm)) {
                stale(analysis, placed, start, findings);
            }
            insideLease(analysis, vm, findings);
        }
        return findings;
    }

    private static List<Decision.Placed> placed(Analysis analysis, Vm vm) {
        return analysis.decisions(vm).stream()
                .filter(Decision.Placed.class::isInstance)
                .map(Decision.Placed.class::cast)
                .toList();
    }

    private static boolean puts(Decision.Placed decision, Run run) {
        return decision.host().equals(run.host()) && decision.epoch().equals(run.epoch());
    }

    private static void stale(
            Analysis analysis,
            List<Decision.Placed> placed,
            Observation.Completion start,
            List<Finding> findings) {
        for (Decision.Placed decision : placed) {
            if (decision.epoch().compareTo(start.epoch()) > 0
                    && inTouchBetween(analysis, start, decision.at().time())) {
                findings.add(
                        new Finding(
                                Kind.STALE_START,
                                start.vm().id(),
                                start.host()
                                        + " reported its start at epoch "
                                        + start.epoch()
                                        + " after it had been placed on "
                                        + decision.host()
                                        + " at epoch "
                                        + decision.epoch(),
                                List.of(decision.at(), start.at())));
                return;
            }
        }
    }

    /**
     * A report may wait on a host that is cut off, and then says nothing about the moment of its
     * arrival; after two beats that reached the broker, nothing waits any more.
     */
    private static boolean inTouchBetween(
            Analysis analysis, Observation.Completion start, Instant since) {
        HostTimeline timeline = analysis.timeline(start.host());
        Instant from = since.plus(analysis.question().tolerance());
        Instant to = start.at().time();
        return timeline != null
                && to.isAfter(from)
                && timeline.firstAppends().subMap(from, true, to, true).size() >= 2;
    }

    private static void insideLease(Analysis analysis, Vm vm, List<Finding> findings) {
        List<Run> runs = analysis.runs(vm);
        for (int i = 1; i < runs.size(); i++) {
            Run former = runs.get(i - 1);
            Run next = runs.get(i);
            Instant start = next.from();
            Position end = former.endedBy();
            boolean seenStopped = end != null && !end.time().isAfter(start);
            if (former.host().equals(next.host())
                    || seenStopped
                    || provenOff(analysis, former, start)) {
                continue;
            }
            Position lastBeat = lastBeat(analysis, former, start);
            Instant free = lastBeat.time().plus(analysis.question().leaseGuard());
            if (start.isBefore(free)) {
                findings.add(
                        new Finding(
                                Kind.STARTED_INSIDE_LEASE,
                                vm.id(),
                                "started on "
                                        + next.host()
                                        + " at "
                                        + start
                                        + " while "
                                        + former.host()
                                        + " could run it until "
                                        + free,
                                List.of(lastBeat, next.firstSeen())));
            }
        }
    }

    private static boolean provenOff(Analysis analysis, Run former, Instant start) {
        return analysis.nodeFacts().stream()
                .anyMatch(fact ->
                        fact instanceof NodeFact.Failed failed
                                && failed.host().equals(former.host())
                                && !failed.byLease()
                                && failed.at().time().isAfter(former.to())
                                && !failed.at().time().isAfter(start));
    }

    private static Position lastBeat(Analysis analysis, Run former, Instant start) {
        HostTimeline timeline = analysis.timeline(former.host());
        Map.Entry<Instant, Position> entry =
                timeline == null ? null : timeline.firstAppends().floorEntry(start);
        return entry == null ? former.lastSeen() : entry.getValue();
    }
}
