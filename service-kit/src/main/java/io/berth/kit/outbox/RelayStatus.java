package io.berth.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How the relay is doing, as its own loop last saw it. Soft state, for health and metrics. */
@ApplicationScoped
public class RelayStatus {
    /** What the relay of this instance is doing. */
    public enum Role {
        /** Switched off in this instance. */
        OFF,
        /** No session with the database. */
        DISCONNECTED,
        /** Another instance publishes; this one waits for its lock. */
        STANDBY,
        /** This instance publishes. */
        PUBLISHING
    }

    /**
     * A look at the outbox.
     *
     * @param unpublished rows, counted up to a bound
     * @param oldest age of the first of them; zero when there is none
     */
    public record Backlog(long unpublished, Duration oldest) {
        static final Backlog NONE = new Backlog(0, Duration.ZERO);
    }

    private final InstantSource clock;
    private final Counter published;
    private volatile Role role = Role.DISCONNECTED;
    private volatile Instant roleSince;
    private volatile Instant lastProgress;
    private volatile Backlog backlog = Backlog.NONE;
    private volatile Instant backlogAt;

    @Inject
    public RelayStatus(MeterRegistry meters, InstantSource clock) {
        this.clock = clock;
        this.roleSince = clock.instant();
        this.lastProgress = roleSince;
        this.backlogAt = roleSince;
        this.published =
                Counter.builder("berth.outbox.published")
                        .description("Outbox rows published and marked by this instance")
                        .register(meters);
        Gauge.builder(
                        "berth.outbox.unpublished",
                        this,
                        s -> s.ifPublishing(s.backlog.unpublished()))
                .description("Rows that wait for the relay; NaN where another instance publishes")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "berth.outbox.oldest.seconds",
                        this,
                        s -> s.ifPublishing(s.oldest().toMillis() / 1000.0))
                .description("Age of the oldest waiting row; NaN where another instance publishes")
                .strongReference(true)
                .register(meters);
    }

    private double ifPublishing(double value) {
        return role == Role.PUBLISHING ? value : Double.NaN;
    }

    /** What the relay is doing. */
    public Role role() {
        return role;
    }

    /** For how long it has been doing that. */
    public Duration inRole() {
        return Duration.between(roleSince, clock.instant());
    }

    /** How long ago its loop last went round. */
    public Duration sinceProgress() {
        return Duration.between(lastProgress, clock.instant());
    }

    /** Rows waiting when last counted. */
    public long unpublished() {
        return backlog.unpublished();
    }

    /** Age of the oldest waiting row now, if it still waits as when last looked at. */
    public Duration oldest() {
        Backlog seen = backlog;
        return seen.unpublished() == 0
                ? Duration.ZERO
                : seen.oldest().plus(Duration.between(backlogAt, clock.instant()));
    }

    void becomes(Role next) {
        if (role != next) {
            role = next;
            roleSince = clock.instant();
        }
        progressed();
    }

    void progressed() {
        lastProgress = clock.instant();
    }

    void sees(Backlog next) {
        backlogAt = clock.instant();
        backlog = next;
        progressed();
    }

    void published(int rows) {
        published.increment(rows);
        progressed();
    }
}
