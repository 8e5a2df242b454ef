package io.berth.checker;

import io.berth.checker.Verdict.Recovery;
import io.berth.checker.Verdict.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history. Pure: the same history and question give the same verdict, without clock,
 * network or Kafka.
 */
public final class Checker {
    private static final List<Rule> RULES =
            List.of(
                    new ScopeRule(),
                    new SurvivorRule(),
                    new NeverTwiceRule(),
                    new NoneForgottenRule(),
                    new EpochRule(),
                    new AuthorityRule(),
                    new LossRule(),
                    new QuietPhaseRule(),
                    new AnswerRule(),
                    new CycleRule(),
                    new CopyRule(),
                    new RpoRule(),
                    new SecretRule());

    private Checker() {}

    /** All findings of all rules, and the figures of the recoveries. */
    public static Verdict check(History history, Question question) {
        Analysis analysis = new Analysis(history, question);
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(rule -> findings.addAll(rule.judge(analysis)));
        return new Verdict(findings, scope(analysis), recoveries(analysis));
    }

    private static Scope scope(Analysis analysis) {
        int decisions = 0;
        int highlyAvailable = 0;
        for (Definition definition : analysis.definitions().values()) {
            decisions += analysis.decisions(definition.vm()).size();
            highlyAvailable += definition.highlyAvailable() ? 1 : 0;
        }
        return new Scope(
                analysis.history().observations().size(),
                analysis.runCount(),
                decisions,
                analysis.definitions().size(),
                highlyAvailable,
                replication(analysis),
                analysis.history().scan().secrets(),
                analysis.history().scan().records());
    }

    private static Verdict.Replication replication(Analysis analysis) {
        int ordered = 0;
        int completed = 0;
        for (Relation relation : analysis.relations()) {
            ordered += relation.orderCount();
            completed += relation.completed().size();
        }
        return new Verdict.Replication(analysis.relations().size(), ordered, completed);
    }

    private static List<Recovery> recoveries(Analysis analysis) {
        List<Recovery> recoveries = new ArrayList<>();
        for (Question.Crash crash : analysis.question().crashes()) {
            NodeFact.Failed failed = analysis.failureAfter(crash.host(), crash.at());
            if (failed != null) {
                recoveries.add(recovery(analysis, crash, failed));
            }
        }
        return recoveries;
    }

    private static Recovery recovery(
            Analysis analysis, Question.Crash crash, NodeFact.Failed failed) {
        Instant declared = failed.at().time();
        Set<Vm> lost = SurvivorRule.lost(analysis, crash).keySet();
        List<Instant> placed = new ArrayList<>();
        List<Instant> confirmed = new ArrayList<>();
        for (Vm vm : lost) {
            Decision.Placed again = replacement(analysis, vm, crash.at());
            if (again != null) {
                placed.add(again.at().time());
                analysis.starts(vm).stream()
                        .filter(start -> start.epoch().equals(again.epoch()))
                        .map(start -> start.at().time())
                        .min(Instant::compareTo)
                        .ifPresent(confirmed::add);
            }
        }
        return new Recovery(
                crash.host(),
                lost.size(),
                Duration.between(failed.lastBeat(), failed.logTime()),
                placed.size(),
                Duration.between(declared, latest(placed, declared)),
                confirmed.size(),
                Duration.between(declared, latest(confirmed, declared)));
    }

    private static Decision.@Nullable Placed replacement(Analysis analysis, Vm vm, Instant since) {
        for (Decision decision : analysis.decisions(vm)) {
            if (decision instanceof Decision.Placed placed
                    && placed.afterLoss()
                    && !placed.at().time().isBefore(since)) {
                return placed;
            }
        }
        return null;
    }

    private static Instant latest(List<Instant> times, Instant otherwise) {
        return times.stream().max(Instant::compareTo).orElse(otherwise);
    }
}
