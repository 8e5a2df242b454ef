package io.berth.inventory.app.validation;

import io.berth.inventory.domain.validation.TestResult;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Figures of validation runs. Labels come from closed sets: judgements, categories, statuses of
 * tests, reasons of refusals. Soft state.
 */
@ApplicationScoped
class ValidationMetrics {
    private final MeterRegistry meters;
    private final AtomicLong waiting = new AtomicLong();

    ValidationMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("berth_inventory_validation_waiting", waiting, AtomicLong::doubleValue)
                .description("Runs that wait for nodes, as the database has them")
                .register(meters);
    }

    /** A run was judged by this instance. */
    void ended(ValidationRun run, ValidationReport report, Instant at) {
        count("berth_inventory_validation_runs", "judgement", report.judgement());
        meters.timer("berth_inventory_validation_duration")
                .record(Duration.between(run.askedAt(), at));
        meters.counter("berth_inventory_validation_missing_answers")
                .increment(run.nodes().stream().filter(node -> node.answeredAt() == null).count());
        for (TestResult result : report.results()) {
            meters.counter(
                            "berth_inventory_validation_tests",
                            "category",
                            label(result.category()),
                            "status",
                            label(result.status()))
                    .increment();
        }
    }

    /** A run ended without a judgement, since its cluster is no more. */
    void cancelled() {
        meters.counter("berth_inventory_validation_runs", "judgement", "cancelled").increment();
    }

    /** A run was refused. */
    void refused(String reason) {
        meters.counter("berth_inventory_validation_refusals", "reason", reason).increment();
    }

    /** So many runs wait. */
    void waiting(long runs) {
        waiting.set(runs);
    }

    private void count(String name, String tag, Enum<?> value) {
        meters.counter(name, tag, label(value)).increment();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
