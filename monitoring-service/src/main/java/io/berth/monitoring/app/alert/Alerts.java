package io.berth.monitoring.app.alert;

import io.berth.contracts.Topics;
import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.Principal;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.AlertBook;
import io.berth.monitoring.domain.alert.AlertChange;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Signal;
import io.berth.monitoring.store.alert.AlertStep;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredAlert;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes alerts: decides, saves, writes history, publishes and sends word, all in one transaction.
 * Facts that change nothing take no lock, and those are nearly all.
 */
@ApplicationScoped
public class Alerts {
    /** What the alert of too many alerts is about. */
    static final String SELF = "monitoring";

    private final AlertStore store;
    private final Notifications notifications;
    private final Outbox outbox;
    private final AlertSettings settings;
    private final AlertMeters meters;

    @Inject
    public Alerts(
            AlertStore store,
            Notifications notifications,
            Outbox outbox,
            AlertSettings settings,
            AlertMeters meters) {
        this.store = store;
        this.notifications = notifications;
        this.outbox = outbox;
        this.settings = settings;
        this.meters = meters;
    }

    /** A signal and when its fact was told. */
    public record Told(Signal signal, Instant at) {}

    /** Takes signals up, in order, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void tell(List<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        Set<AlertFingerprint> named =
                told.stream().map(each -> each.signal().fingerprint()).collect(Collectors.toSet());
        Map<AlertFingerprint, StoredAlert> known = store.load(named);
        boolean anything = told.stream().anyMatch(each -> mayMatter(each.signal(), known));
        if (!anything) {
            return;
        }
        store.alone();
        Round round = new Round(store.load(named), store.open());
        for (Told each : told) {
            round.change(
                    each.signal(),
                    AlertBook.told(
                            round.known(each.signal()),
                            each.signal(),
                            each.at(),
                            round.open,
                            settings.maxOpen()),
                    each.at());
        }
        round.end();
    }

    private static boolean mayMatter(Signal signal, Map<AlertFingerprint, StoredAlert> known) {
        return switch (signal) {
            case Signal.Raise _ -> true;
            case Signal.Resolve resolve -> {
                StoredAlert alert = known.get(resolve.fingerprint());
                yield alert != null && alert.alert().open();
            }
        };
    }

    /**
     * Brings alerts of troubles that stand in line with what stands now, in the caller's
     * transaction and with the lock held.
     *
     * @param rules of which all troubles are in {@code standing}: their other open alerts are over
     */
    @Transactional(TxType.MANDATORY)
    public void stand(Collection<Signal.Raise> standing, Collection<AlertRule> rules, Instant now) {
        Map<AlertFingerprint, StoredAlert> known = new LinkedHashMap<>();
        store.openOf(rules).forEach(alert -> known.put(alert.alert().fingerprint(), alert));
        Set<AlertFingerprint> named =
                standing.stream().map(Signal::fingerprint).collect(Collectors.toSet());
        List<StoredAlert> over =
                known.values().stream()
                        .filter(alert -> !named.contains(alert.alert().fingerprint()))
                        .toList();
        List<Signal.Raise> news =
                standing.stream()
                        .filter(raise ->
                                AlertBook.stands(
                                                alert(known.get(raise.fingerprint())),
                                                raise,
                                                now,
                                                0,
                                                1)
                                        instanceof AlertChange.Changed)
                        .toList();
        if (over.isEmpty() && news.isEmpty()) {
            return;
        }
        known.putAll(store.load(news.stream().map(Signal::fingerprint).toList()));
        Round round = new Round(known, store.open());
        over.forEach(alert -> round.resolve(alert.alert(), "it is so no more", now));
        news.forEach(raise ->
                round.change(
                        raise,
                        AlertBook.stands(
                                round.known(raise), raise, now, round.open, settings.maxOpen()),
                        now));
        round.end();
    }

    /** Ends alerts for a reason of ours, in the caller's transaction and with the lock held. */
    @Transactional(TxType.MANDATORY)
    public void resolve(Collection<StoredAlert> alerts, String because, Instant now) {
        Round round = new Round(Map.of(), store.open());
        alerts.forEach(alert -> round.resolve(alert.alert(), because, now));
        round.end();
    }

    private static @Nullable Alert alert(@Nullable StoredAlert stored) {
        return stored == null ? null : stored.alert();
    }

    /** Takes an alert in hand; empty when there is none. */
    @Transactional
    public Optional<StoredAlert> acknowledge(
            AlertFingerprint fingerprint, Principal by, String note, Instant now) {
        store.alone();
        return store.find(fingerprint)
                .map(known -> {
                    AlertChange.Changed change =
                            AlertBook.acknowledged(
                                    known.alert(), new AlertAcknowledgement(by, now, note));
                    return save(change, now, by);
                });
    }

    /** Lets an alert go again; empty when there is none. */
    @Transactional
    public Optional<StoredAlert> unacknowledge(
            AlertFingerprint fingerprint, Principal by, Instant now) {
        store.alone();
        return store.find(fingerprint)
                .map(known ->
                        AlertBook.unacknowledged(known.alert())
                                        instanceof AlertChange.Changed change
                                ? save(change, now, by)
                                : known);
    }

    /** Forgets resolved alerts that are too old or too many, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public int prune(Instant now, int atMost) {
        List<AlertFingerprint> pruned =
                store.prune(now.minus(settings.keepResolved()), settings.maxResolved(), atMost);
        pruned.forEach(fingerprint -> outbox.delete(Topics.ALERTS, fingerprint.value()));
        return pruned.size();
    }

    private StoredAlert save(AlertChange.Changed change, Instant at, @Nullable Principal by) {
        StoredAlert saved = store.save(change.alert(), change instanceof AlertChange.Opened);
        switch (change) {
            case AlertChange.Opened(Alert alert) -> {
                note(saved, alert.firstSeen(), AlertStep.Kind.OPENED, by, alert.summary());
                notifications.opened(saved);
            }
            case AlertChange.Repeated _ -> {}
            case AlertChange.Resolved(Alert alert) -> {
                Alert.Ending ending = alert.ending();
                note(
                        saved,
                        at,
                        AlertStep.Kind.RESOLVED,
                        by,
                        ending == null ? "" : ending.because());
                notifications.resolved(saved);
            }
            case AlertChange.Acknowledged(Alert _, AlertAcknowledgement acknowledgement) ->
                    note(saved, at, AlertStep.Kind.ACKNOWLEDGED, by, acknowledgement.note());
            case AlertChange.Unacknowledged _ ->
                    note(saved, at, AlertStep.Kind.UNACKNOWLEDGED, by, "");
        }
        meters.changed(change);
        outbox.put(Topics.ALERTS, notifications.state(saved));
        return saved;
    }

    private void note(
            StoredAlert saved,
            Instant at,
            AlertStep.Kind step,
            @Nullable Principal by,
            String text) {
        store.note(saved.alert().fingerprint(), saved.revision(), at, step, by, text);
    }

    /** One run over some signals: what is known by now, and how many are open. */
    private final class Round {
        private final Map<AlertFingerprint, StoredAlert> known;
        private long open;
        private long refused;

        Round(Map<AlertFingerprint, StoredAlert> known, long open) {
            this.known = new LinkedHashMap<>(known);
            this.open = open;
        }

        @Nullable Alert known(Signal signal) {
            return alert(known.get(signal.fingerprint()));
        }

        void change(Signal signal, AlertChange change, Instant at) {
            switch (change) {
                case AlertChange.Nothing _ -> {}
                case AlertChange.NoRoom _ -> {
                    refused++;
                    meters.refused(signal.rule());
                }
                case AlertChange.Changed changed -> {
                    boolean was = openBefore(signal);
                    known.put(signal.fingerprint(), save(changed, at, null));
                    open += (changed.alert().open() ? 1 : 0) - (was ? 1 : 0);
                }
            }
        }

        private boolean openBefore(Signal signal) {
            StoredAlert before = known.get(signal.fingerprint());
            return before != null && before.alert().open();
        }

        void resolve(Alert alert, String because, Instant at) {
            Signal.Resolve signal = new Signal.Resolve(alert.rule(), alert.subject(), because);
            change(signal, AlertBook.told(alert, signal, at, open, settings.maxOpen()), at);
        }

        /** What found no room is told of by one alert, which ends when there is room again. */
        void end() {
            if (refused == 0) {
                return;
            }
            Signal.Raise full =
                    new Signal.Raise(
                            AlertRule.ALERTS_OVERFLOW,
                            SELF,
                            null,
                            "%d alerts are open, as many as are kept; further ones are only counted"
                                    .formatted(settings.maxOpen()));
            StoredAlert before = store.load(List.of(full.fingerprint())).get(full.fingerprint());
            Instant now = notifications.now();
            if (AlertBook.stands(alert(before), full, now, open, settings.maxOpen())
                    instanceof AlertChange.Changed changed) {
                save(changed, now, null);
            }
        }
    }
}
