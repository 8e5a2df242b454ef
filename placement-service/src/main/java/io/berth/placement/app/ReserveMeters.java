package io.berth.placement.app;

import io.berth.placement.domain.reserve.ExactJudgement;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of the reserves. The gauge speaks of owned clusters: queries sum it. */
@ApplicationScoped
public class ReserveMeters {
    private final MeterRegistry registry;
    private final AtomicLong overCommitted = new AtomicLong();
    private final Timer judgement;

    @Inject
    public ReserveMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("berth.placement.over.committed.clusters", overCommitted, AtomicLong::get)
                .description("Clusters of owned domains that could not lose their reserve of nodes")
                .register(registry);
        this.judgement =
                Timer.builder("berth.placement.reserve.judgement")
                        .description("Judging the reserve of one cluster in all three ways")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
    }

    void overCommitted(long clusters) {
        overCommitted.set(clusters);
    }

    void judged(ReserveJudgement judged, Duration took) {
        judgement.record(took.isNegative() ? Duration.ZERO : took);
        String outcome =
                switch (judged.exact()) {
                    case ExactJudgement.Proven proven -> "proven";
                    case ExactJudgement.Refuted refuted -> "refuted";
                    case ExactJudgement.Unknown unknown -> "unknown";
                };
        registry.counter("berth.placement.reserve.judgements", "exact", outcome).increment();
    }
}
