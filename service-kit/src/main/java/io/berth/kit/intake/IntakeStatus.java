package io.berth.kit.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How intake is doing. Soft state, for health. */
@ApplicationScoped
public class IntakeStatus {
    private final InstantSource clock;
    private final Held held;
    private final Ownership ownership;
    private final Map<Busy, Instant> busySince = new ConcurrentHashMap<>();
    private volatile @Nullable Instant lastApplied;

    @Inject
    public IntakeStatus(InstantSource clock, Held held, Ownership ownership) {
        this.clock = clock;
        this.held = held;
        this.ownership = ownership;
    }

    /** A batch at work. */
    final class Busy implements AutoCloseable {
        @Override
        public void close() {
            busySince.remove(this);
        }
    }

    Busy begin() {
        Busy busy = new Busy();
        busySince.put(busy, clock.instant());
        return busy;
    }

    void applied() {
        Instant now = clock.instant();
        lastApplied = now;
        busySince.replaceAll((busy, since) -> now);
    }

    /** How long the slowest batch has been at work since anything was last applied. */
    public Duration slowest() {
        return busySince.values().stream()
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** For how long a transient failure has been holding a channel; zero when none does. */
    public Duration heldFor() {
        return held.longest();
    }

    /** When a batch was last committed. */
    public Optional<Instant> lastApplied() {
        return Optional.ofNullable(lastApplied);
    }

    /** Partitions that are not read on because a batch ended without being applied. */
    public Set<TopicPartition> stoppedPartitions() {
        return ownership.stopped();
    }
}
