package io.berth.replica.app;

import io.berth.kit.jobs.Jobs;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.Health;
import io.berth.replica.domain.HealthRules;
import io.berth.replica.domain.HoldReason;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.Waiting;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RelationshipStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How all relationships do, as gauges. Judged every few seconds by the same rule that people see,
 * from one query over the whole table (10,000 rows of some 300 bytes), not at each scrape. Every
 * instance shows the same figures: take the maximum over instances, not the sum. Soft state.
 */
@ApplicationScoped
class Overview {
    private static final String JOB = "judge-relationships";

    private final RelationshipStore store;
    private final FailoverStore failovers;
    private final DatabaseClock clock;
    private final ReplicaConfig config;
    private final Jobs jobs;
    private volatile Figures newest = new Figures();

    Overview(
            RelationshipStore store,
            FailoverStore failovers,
            DatabaseClock clock,
            ReplicaConfig config,
            Jobs jobs,
            MeterRegistry registry) {
        this.store = store;
        this.failovers = failovers;
        this.clock = clock;
        this.config = config;
        this.jobs = jobs;
        for (Health.Status status : Health.Status.values()) {
            Gauge.builder(
                            "berth.replica.relationships",
                            this,
                            o -> o.newest.byHealth.getOrDefault(status, 0L))
                    .description("Relationships by health")
                    .tag("health", status.label())
                    .register(registry);
        }
        for (HoldReason reason : HoldReason.values()) {
            Gauge.builder("berth.replica.held", this, o -> o.newest.held.getOrDefault(reason, 0L))
                    .description("Relationships whose next cycle is due and cannot be ordered")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        Gauge.builder("berth.replica.rpo.worst.seconds", this, o -> o.newest.worstSeconds())
                .description(
                        "Age of the oldest newest copy; without a copy, since when there is none")
                .register(registry);
        Gauge.builder("berth.replica.rpo.exceeded", this, o -> o.newest.exceeded)
                .description("Relationships whose newest copy is older than two intervals")
                .register(registry);
        Gauge.builder("berth.replica.log.limit.soonest.seconds", this, o -> o.newest.soonest())
                .description(
                        "Time until the first log of changes is too large; NaN when none will be")
                .register(registry);
        Gauge.builder("berth.replica.log.pending.bytes", this, o -> o.newest.pending)
                .description("Bytes that VMs have changed and targets do not hold, estimated")
                .register(registry);
        for (Waiting waiting : Waiting.values()) {
            Gauge.builder(
                            "berth.replica.failovers.waiting",
                            this,
                            o -> o.newest.failovers.getOrDefault(waiting, 0L))
                    .description("Failovers under way that wait, by what they wait for")
                    .tag("waiting", waiting.label())
                    .register(registry);
        }
        Gauge.builder("berth.replica.running.cycles", this, o -> o.newest.running)
                .description("Cycles that were ordered and have not ended")
                .register(registry);
    }

    /** The figures of one look. */
    private static final class Figures {
        private final Map<Health.Status, Long> byHealth = new EnumMap<>(Health.Status.class);
        private final Map<HoldReason, Long> held = new EnumMap<>(HoldReason.class);
        private final Map<Waiting, Long> failovers = new EnumMap<>(Waiting.class);
        private Duration worst = Duration.ZERO;
        private long exceeded;
        private long pending;
        private double soonest = Double.NaN;
        private long running;

        private void add(Failover failover) {
            Waiting waiting = failover.stage().waiting();
            if (waiting != null && failover.isUnderWay()) {
                failovers.merge(waiting, 1L, Long::sum);
            }
        }

        private void add(Relationship relationship, Instant now) {
            byHealth.merge(HealthRules.judge(relationship, now).status(), 1L, Long::sum);
            HoldReason reason = relationship.agenda().held();
            if (reason != null) {
                held.merge(reason, 1L, Long::sum);
            }
            Duration exposed = relationship.exposedFor(now);
            if (exposed.compareTo(worst) > 0) {
                worst = exposed;
            }
            Duration limit = relationship.agreement().frequency().interval().multipliedBy(2);
            if (exposed.compareTo(limit) > 0) {
                exceeded++;
            }
            pending += relationship.progress().log().pendingAt(now);
            HealthRules.untilLimit(relationship, now)
                    .ifPresent(left ->
                            soonest =
                                    Math.min(
                                            Double.isNaN(soonest) ? Double.MAX_VALUE : soonest,
                                            left.toSeconds()));
            if (relationship.running() != null) {
                running++;
            }
        }

        private double soonest() {
            return soonest;
        }

        private double worstSeconds() {
            return worst.toMillis() / (double) TimeUnit.SECONDS.toMillis(1);
        }
    }

    void start(@Observes StartupEvent started) {
        jobs.every(JOB, config.measureEvery(), this::measure);
    }

    private void measure() {
        newest =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            Figures figures = new Figures();
                            Instant now = clock.now();
                            store.each(relationship -> figures.add(relationship, now));
                            failovers.eachOpen(figures::add);
                            return figures;
                        });
    }
}
