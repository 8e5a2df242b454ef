package io.berth.monitoring.rest.alert;

import io.berth.monitoring.app.alert.Notifications;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.store.alert.StoredAlert;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Shows alerts with the silences that are in force. */
@ApplicationScoped
class AlertViews {
    private final Notifications notifications;

    @Inject
    AlertViews(Notifications notifications) {
        this.notifications = notifications;
    }

    /** These alerts, in their order. */
    List<AlertView> of(List<StoredAlert> alerts) {
        List<Silence> inForce = notifications.inForce();
        return alerts.stream()
                .map(stored ->
                        AlertView.of(
                                stored,
                                Notifications.silenced(stored.alert(), inForce),
                                notifications.runbook(stored.alert().rule())))
                .toList();
    }

    /** One alert. */
    AlertView of(StoredAlert alert) {
        return of(List.of(alert)).getFirst();
    }

    /** The rule that a parameter names. */
    static AlertRule rule(String code) {
        return AlertRule.withCode(code)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                code
                                        + " is no rule; rules are "
                                        + Arrays.stream(AlertRule.values())
                                                .map(AlertRule::code)
                                                .collect(Collectors.joining(", "))));
    }
}
