package io.berth.monitoring.app.alert;

import io.berth.monitoring.domain.alert.AlertChange;
import io.berth.monitoring.domain.alert.AlertRule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code berth_monitoring_alerts{rule}}: open alerts, read now and then from the database that all
 * instances share, so queries take the maximum; {@code berth_monitoring_alert_changes_total{rule,
 * change}} of this instance, refused openings included. Soft state.
 */
@ApplicationScoped
public class AlertMeters {
    private static final String CHANGES = "berth.monitoring.alert.changes";

    private final MeterRegistry registry;
    private final AtomicReference<Map<AlertRule, Long>> open = new AtomicReference<>(Map.of());

    @Inject
    public AlertMeters(MeterRegistry registry) {
        this.registry = registry;
        for (AlertRule rule : AlertRule.values()) {
            Gauge.builder(
                            "berth.monitoring.alerts",
                            open,
                            numbers -> numbers.get().getOrDefault(rule, 0L))
                    .description("Open alerts in the database, read every few seconds")
                    .tag("rule", rule.code())
                    .register(registry);
        }
    }

    /** So many of each rule are open. */
    void open(Map<AlertRule, Long> numbers) {
        open.set(numbers);
    }

    /** An alert has changed. */
    void changed(AlertChange.Changed change) {
        String label =
                switch (change) {
                    case AlertChange.Opened _ -> "opened";
                    case AlertChange.Repeated _ -> "repeated";
                    case AlertChange.Resolved _ -> "resolved";
                    case AlertChange.Acknowledged _ -> "acknowledged";
                    case AlertChange.Unacknowledged _ -> "unacknowledged";
                };
        count(change.alert().rule(), label);
    }

    /** There was no room for an alert. */
    void refused(AlertRule rule) {
        count(rule, "no-room");
    }

    private void count(AlertRule rule, String change) {
        registry.counter(CHANGES, "rule", rule.code(), "change", change).increment();
    }
}
