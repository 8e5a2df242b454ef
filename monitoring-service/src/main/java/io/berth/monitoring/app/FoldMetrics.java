package io.berth.monitoring.app;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStanding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of the folds: how far they are, and what they found. */
@ApplicationScoped
@Startup
public class FoldMetrics {
    private final MeterRegistry meters;
    private final OwnedFolds folds;
    private final InstantSource clock;

    @Inject
    public FoldMetrics(MeterRegistry meters, OwnedFolds folds, InstantSource clock) {
        this.meters = meters;
        this.folds = folds;
        this.clock = clock;
    }

    @PostConstruct
    void register() {
        Gauge.builder("berth.monitoring.log.time.lag.seconds", this, FoldMetrics::worstLag)
                .description("Age of the newest folded record, of the worst partition owned")
                .register(meters);
        Gauge.builder("berth.monitoring.partitions", folds, owned -> owned.all().size())
                .description("Heartbeat partitions that this instance owns")
                .register(meters);
        Gauge.builder("berth.monitoring.holds", this, FoldMetrics::holds)
                .description("Domains whose failures are held")
                .register(meters);
        Gauge.builder("berth.monitoring.guests.missed", this, FoldMetrics::missedGuests)
                .description("Guests that do not answer, of the partitions owned")
                .register(meters);
        Gauge.builder("berth.monitoring.hosts.skewed", this, FoldMetrics::skewed)
                .description("Hosts of the partitions owned whose calendar clock is off")
                .register(meters);
        Gauge.builder("berth.monitoring.hosts.judged.later", this, FoldMetrics::judgedLater)
                .description(
                        "Hosts of the partitions owned that may hold a lease longer than the"
                                + " threshold of their domain allows, and are judged after it")
                .register(meters);
        for (HostStanding standing : HostStanding.values()) {
            Gauge.builder("berth.monitoring.hosts.standing", this, m -> m.hosts(standing))
                    .tag("standing", standing.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("Hosts of the partitions owned, by whether they take VMs")
                    .register(meters);
        }
        for (HostLiveness liveness : HostLiveness.values()) {
            Gauge.builder("berth.monitoring.hosts", this, m -> m.hosts(liveness))
                    .tag("state", liveness.name().toLowerCase(Locale.ROOT))
                    .description("Hosts of the partitions owned, by state")
                    .register(meters);
        }
    }

    /** Counts records by what became of them. */
    public void count(Map<Findings.Result, Long> results) {
        results.forEach((result, number) ->
                meters.counter(
                                "berth.monitoring.beats",
                                "result",
                                result.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .increment(number));
    }

    /** Counts a fact that has been saved. */
    public void found(NodeEvent fact) {
        meters.counter("berth.monitoring.transitions", "kind", kind(fact.getClass())).increment();
        if (fact instanceof HostFailed failed) {
            Timer.builder("berth.monitoring.detection")
                    .description("Log time from a failed host's last beat to its failure")
                    .publishPercentileHistogram()
                    .register(meters)
                    .record(Duration.between(failed.lastBeat(), failed.logTime()));
        }
    }

    /**
     * Counts facts about guests that have been saved.
     *
     * @param untracked silent guests that were not followed
     */
    public void foundOfGuests(List<GuestEvent> facts, long untracked) {
        facts.forEach(fact ->
                meters.counter("berth.monitoring.guest.transitions", "kind", kind(fact.getClass()))
                        .increment());
        meters.counter("berth.monitoring.guests.untracked").increment(untracked);
    }

    /** {@code io.berth.monitoring.host-failed.v1} is told as {@code host-failed}. */
    private static String kind(Class<? extends Event> fact) {
        String[] parts = Topic.typeOf(fact).split("\\.");
        return parts[parts.length - 2];
    }

    private double worstLag() {
        return folds.all().stream()
                        .map(OwnedFold::figures)
                        .mapToLong(figures ->
                                Duration.between(figures.lastTimestamp(), clock.instant())
                                        .toMillis())
                        .max()
                        .orElse(0)
                / 1000.0;
    }

    private double holds() {
        return folds.all().stream().mapToInt(fold -> fold.figures().holds()).sum();
    }

    private double missedGuests() {
        return folds.all().stream().mapToInt(fold -> fold.figures().missedGuests()).sum();
    }

    private double skewed() {
        return folds.all().stream().mapToInt(fold -> fold.figures().skewed()).sum();
    }

    private double judgedLater() {
        return folds.all().stream().mapToInt(fold -> fold.figures().judgedLater()).sum();
    }

    private double hosts(HostStanding standing) {
        return folds.all().stream()
                .mapToInt(fold -> fold.figures().standings().getOrDefault(standing, 0))
                .sum();
    }

    private double hosts(HostLiveness liveness) {
        return folds.all().stream()
                .mapToInt(fold -> fold.figures().hosts().getOrDefault(liveness, 0))
                .sum();
    }
}
