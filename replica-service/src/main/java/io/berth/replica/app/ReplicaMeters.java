package io.berth.replica.app;

import io.berth.replica.domain.Decision;
import io.berth.replica.domain.EndedCycle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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
        String result =
                ended.failure() == null
                        ? COMPLETED
                        : ended.failure().name().toLowerCase(Locale.ROOT).replace('_', '-');
        registry.counter("berth.replica.cycles", "result", result).increment();
        registry.counter("berth.replica.cycle.bytes").increment(ended.bytes());
    }

    /** The rules threw; the log has the rest. */
    void rulesFailed() {
        registry.counter("berth.replica.rules.failed").increment();
    }
}
