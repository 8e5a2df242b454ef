package io.berth.monitoring.app.alert;

import io.berth.contracts.alerts.AlertState;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.domain.alert.Word;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.SilenceStore;
import io.berth.monitoring.store.alert.StoredAlert;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Who is told of what: of each opening, unless a silence is in force, and of each end of what was
 * told of. What opened under a silence is told of when the silence ends before the trouble does.
 */
@ApplicationScoped
public class Notifications {
    private final AlertStore store;
    private final SilenceStore silences;
    private final Webhooks webhooks;
    private final AlertSettings settings;
    private final InstantSource clock;

    @Inject
    public Notifications(
            AlertStore store,
            SilenceStore silences,
            Webhooks webhooks,
            AlertSettings settings,
            InstantSource clock) {
        this.store = store;
        this.silences = silences;
        this.webhooks = webhooks;
        this.settings = settings;
        this.clock = clock;
    }

    /** Silences go by the clock, not by when a fact was told. */
    Instant now() {
        return clock.instant();
    }

    @Transactional(TxType.MANDATORY)
    void opened(StoredAlert alert) {
        if (!silenced(alert.alert(), inForce())) {
            tellOpened(alert);
        }
    }

    @Transactional(TxType.MANDATORY)
    void resolved(StoredAlert alert) {
        if (alert.notified()) {
            webhooks.tell(Word.RESOLVED, alert.alert(), state(alert));
        }
    }

    /** Tells of what opened under silences that have ended, with the lock held. */
    @Transactional(TxType.MANDATORY)
    void afterSilences() {
        List<StoredAlert> waiting = store.unnotified();
        if (waiting.isEmpty()) {
            return;
        }
        List<Silence> inForce = inForce();
        waiting.stream()
                .filter(alert -> !silenced(alert.alert(), inForce))
                .forEach(this::tellOpened);
    }

    private void tellOpened(StoredAlert alert) {
        store.notified(alert.alert().fingerprint());
        webhooks.tell(Word.OPENED, alert.alert(), state(alert));
    }

    /** The alert as others read it. */
    public AlertState state(StoredAlert stored) {
        Alert alert = stored.alert();
        Alert.Ending ending = alert.ending();
        return new AlertState(
                alert.fingerprint(),
                alert.rule().code(),
                alert.rule().severity(),
                alert.about(),
                alert.domain(),
                alert.summary(),
                runbook(alert.rule()),
                alert.firstSeen(),
                alert.lastSeen(),
                alert.count(),
                ending == null ? null : ending.at(),
                alert.acknowledgement(),
                stored.revision());
    }

    /** Where the page of a rule lies. */
    public String runbook(AlertRule rule) {
        return settings.runbooks() + rule.code();
    }

    /** Silences in force now. */
    public List<Silence> inForce() {
        Instant now = now();
        return silences.notEnded(now).stream().filter(each -> each.activeAt(now)).toList();
    }

    /** Whether one of these silences is about the alert. */
    public static boolean silenced(Alert alert, List<Silence> inForce) {
        return inForce.stream().anyMatch(silence -> silence.matches(alert));
    }
}
