package io.berth.replica.app;

import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.FailoverStepTaken;
import io.berth.contracts.replica.FailoverTested;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.test.TestMove;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What this instance ordered and heard; counted after the commit. */
@ApplicationScoped
public class ReplicaMeters {
    private static final String COMPLETED = "completed";

    private final MeterRegistry registry;
    private final Timer lateness;

    ReplicaMeters(MeterRegistry registry) {
        this.registry = registry;
        this.lateness =
                Timer.builder("berth.replica.cycle.lateness")
                        .description("From the moment a cycle could be ordered to its order")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        registry.counter("berth.replica.cycles", "result", COMPLETED);
        registry.counter("berth.replica.cycles.missed");
        registry.counter("berth.replica.cycle.bytes");
        for (FailoverKind kind : FailoverKind.values()) {
            recovery(kind);
            runTime(kind);
            for (FailoverStep step : FailoverStep.values()) {
                steps(kind, step);
            }
        }
        for (TestOutcome outcome : TestOutcome.values()) {
            tests(outcome);
        }
        for (Decision.Ignored.Reason reason : Decision.Ignored.Reason.values()) {
            registry.counter("berth.replica.answers.ignored", "reason", reason.label());
        }
    }

    /** These changes have been committed. */
    void committed(Changes changes) {
        for (Duration late : changes.lateness()) {
            lateness.record(late);
        }
        if (changes.merged() > 0) {
            registry.counter("berth.replica.cycles.missed").increment(changes.merged());
        }
        changes.ended().forEach(this::ended);
        for (Decision.Ignored.Reason reason : changes.ignored()) {
            registry.counter("berth.replica.answers.ignored", "reason", reason.label()).increment();
        }
    }

    /** A cycle is over. */
    void ended(EndedCycle ended) {
        String result = ended.failure() == null ? COMPLETED : label(ended.failure());
        registry.counter("berth.replica.cycles", "result", result).increment();
        registry.counter("berth.replica.cycle.bytes").increment(ended.bytes());
    }

    /** A failover has moved on, and that has been committed. */
    void moved(Move move) {
        for (ReplicaEvent event : move.events()) {
            if (event instanceof FailoverStepTaken taken) {
                steps(taken.kind(), taken.step()).increment();
                if (taken.step() == FailoverStep.FAILED_OVER) {
                    recovery(taken.kind()).record(taken.took());
                }
            }
        }
    }

    /** A test has moved on, and that has been committed. */
    void tested(TestMove move) {
        for (ReplicaEvent event : move.events()) {
            if (event instanceof FailoverTested shown) {
                tests(shown.outcome()).increment();
            }
        }
    }

    private Counter tests(TestOutcome outcome) {
        return registry.counter("berth.replica.tests", "outcome", label(outcome));
    }

    private Counter steps(FailoverKind kind, FailoverStep step) {
        return registry.counter(
                "berth.replica.failover.steps", "kind", label(kind), "step", label(step));
    }

    private Timer recovery(FailoverKind kind) {
        return Timer.builder("berth.replica.failover.recovery")
                .description("From the order of a failover to the report that the VM runs")
                .tag("kind", label(kind))
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A run of failovers has ended, and that has been committed. */
    void ran(FailoverRun run) {
        Instant end = run.endedAt();
        if (end != null) {
            runTime(run.order().kind()).record(Duration.between(run.order().begunAt(), end));
        }
    }

    private Timer runTime(FailoverKind kind) {
        return Timer.builder("berth.replica.failover.run")
                .description("From the order of a group's or a site's failover to its end")
                .tag("kind", label(kind))
                .register(registry);
    }

    /** The rules threw; the log has the rest. */
    void rulesFailed() {
        registry.counter("berth.replica.rules.failed").increment();
    }
}
