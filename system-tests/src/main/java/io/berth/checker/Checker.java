package io.berth.checker;

import io.berth.checker.Verdict.Recovery;
import io.berth.checker.Verdict.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
                    new AnswerRule());

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
                highlyAvailable);
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
        Instant placed = declared;
        Instant confirmed = declared;
        Map<Vm, Run> before = SurvivorRule.lost(analysis, crash);
        for (Vm vm : before.keySet()) {
            for (Decision decision : analysis.decisions(vm)) {
                if (decision instanceof Decision.Placed again
                        && again.afterLoss()
                        && !again.at().time().isBefore(crash.at())) {
                    placed = later(placed, again.at().time());
                    confirmed = later(confirmed, started(analysis, again));
                    break;
                }
            }
        }
        return new Recovery(
                crash.host(),
                before.size(),
                Duration.between(failed.lastBeat(), failed.logTime()),
                Duration.between(declared, placed),
                Duration.between(declared, confirmed));
    }

    private static Instant started(Analysis analysis, Decision.Placed placed) {
        return analysis.starts(placed.vm()).stream()
                .filter(start -> start.epoch().equals(placed.epoch()))
                .map(start -> start.at().time())
                .min(Instant::compareTo)
                .orElse(placed.at().time());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
