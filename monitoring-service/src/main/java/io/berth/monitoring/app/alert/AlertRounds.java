package io.berth.monitoring.app.alert;

import io.berth.contracts.alerts.AlertSubject;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.EstateConditions;
import io.berth.monitoring.domain.alert.Signal;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.SilenceStore;
import io.berth.monitoring.store.alert.StoredAlert;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what stands: troubles that are as long as the estate is so, things that
 * were deleted, silences that have ended. One instance at a time does it, whoever takes the lock;
 * an instance whose tables are not yet loaded leaves it to the others.
 */
@ApplicationScoped
public class AlertRounds {
    private static final Logger LOG = Logger.getLogger(AlertRounds.class);

    /** Most that one round forgets, so that it stays short. */
    private static final int PRUNED_AT_ONCE = 500;

    private static final int DELETED_EVERY = 15;

    /** An ended silence is shown for a while, for who asks why nobody was told. */
    private static final Duration SILENCES_KEPT = Duration.ofDays(7);

    private final EstateConditions estate;
    private final CompactedTables tables;
    private final Alerts alerts;
    private final AlertStore store;
    private final SilenceStore silences;
    private final Notifications notifications;
    private final AlertSettings settings;
    private final AlertMeters meters;
    private final QuarantineRules quarantine;
    private final InstantSource clock;
    private final AtomicReference<@Nullable List<Signal.Raise>> deadLetters =
            new AtomicReference<>();
    private final AtomicReference<@Nullable List<Signal.Raise>> certificates =
            new AtomicReference<>();
    private long looks;

    @Inject
    public AlertRounds(
            EstateConditions estate,
            CompactedTables tables,
            Alerts alerts,
            AlertStore store,
            SilenceStore silences,
            Notifications notifications,
            AlertSettings settings,
            AlertMeters meters,
            QuarantineRules quarantine,
            InstantSource clock) {
        this.estate = estate;
        this.tables = tables;
        this.alerts = alerts;
        this.store = store;
        this.silences = silences;
        this.notifications = notifications;
        this.settings = settings;
        this.meters = meters;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** The dead letters of the window, as they were just counted. */
    public void deadLetters(List<Signal.Raise> counted) {
        deadLetters.set(List.copyOf(counted));
    }

    /** Certificates of agents that end soon, as they were just found. */
    public void certificates(List<Signal.Raise> ending) {
        certificates.set(List.copyOf(ending));
    }

    /** One look. */
    @Scheduled(
            every = "${berth.alerts.look-interval:2s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (!tables.all().stream().allMatch(CompactedTable::isLoaded)) {
            return;
        }
        try {
            QuarkusTransaction.requiringNew().run(this::lookAlone);
            meters.open(store.openByRule());
        } catch (RuntimeException e) {
            LOG.warnf("alerts of what stands wait for the next look: %s", e);
        }
    }

    private void lookAlone() {
        if (!store.aloneAtOnce()) {
            return;
        }
        Instant now = clock.instant();
        alerts.stand(estate.standing(), EstateConditions.RULES, now);
        List<Signal.Raise> counted = deadLetters.getAndSet(null);
        if (counted != null) {
            alerts.stand(counted, Set.of(AlertRule.DEAD_LETTERS), now);
        }
        List<Signal.Raise> ending = certificates.getAndSet(null);
        if (ending != null) {
            alerts.stand(ending, Set.of(AlertRule.CERTIFICATE_EXPIRING), now);
        }
        forgetSubjects(now);
        endOverflow(now);
        endWithheld(now);
        notifications.afterSilences();
        alerts.prune(now, PRUNED_AT_ONCE);
        silences.prune(now.minus(SILENCES_KEPT));
    }

    /** Not each time, since it looks through all open alerts. */
    private void forgetSubjects(Instant now) {
        Set<AlertSubject> gone = estate.gone();
        if (gone.isEmpty() || looks++ % DELETED_EVERY != 0) {
            return;
        }
        List<StoredAlert> orphans =
                store.openOf(EnumSet.allOf(AlertRule.class)).stream()
                        .filter(alert -> gone.contains(alert.alert().about()))
                        .toList();
        if (!orphans.isEmpty()) {
            alerts.resolve(orphans, "it was deleted", now);
        }
    }

    private void endOverflow(Instant now) {
        List<StoredAlert> full = store.openOf(Set.of(AlertRule.ALERTS_OVERFLOW));
        if (!full.isEmpty() && store.open() < settings.maxOpen() - settings.maxOpen() / 10) {
            alerts.resolve(full, "there is room again", now);
        }
    }

    /** Nobody tells that a host has not failed for a while. */
    private void endWithheld(Instant now) {
        List<StoredAlert> past =
                store.openOf(Set.of(AlertRule.QUARANTINE_WITHHELD)).stream()
                        .filter(alert -> quarantine.isPast(alert.alert().lastSeen(), now))
                        .toList();
        if (!past.isEmpty()) {
            alerts.resolve(past, "it has not failed for " + quarantine.within(), now);
        }
    }
}
