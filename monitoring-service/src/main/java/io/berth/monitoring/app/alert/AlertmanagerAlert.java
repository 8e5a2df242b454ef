package io.berth.monitoring.app.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.AlertRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as Alertmanager takes it (its API v2, {@code postableAlert}). The labels name it and say
 * nothing that changes while it is open; figures stand in the annotations.
 *
 * @param endsAt when it ended; or, of an open one, when it ends unless it is told of again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertmanagerAlert(
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        @Nullable Instant endsAt) {
    /** An alert in that shape. */
    public static AlertmanagerAlert of(Alert alert, String runbook, @Nullable Instant endsAt) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", name(alert.rule()));
        labels.put("severity", severity(alert.rule().severity()));
        labels.put("subject_kind", alert.rule().subjects().name().toLowerCase(Locale.ROOT));
        labels.put("subject", alert.subject());
        if (alert.domain() != null) {
            labels.put("domain", alert.domain().value());
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", alert.summary());
        annotations.put("runbook_url", runbook);
        return new AlertmanagerAlert(labels, annotations, alert.firstSeen(), endsAt);
    }

    /** As the alerts of Prometheus are named: {@code HostFailed}. */
    static String name(AlertRule rule) {
        StringBuilder name = new StringBuilder();
        for (String word : rule.code().split("-", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    /** As the alerts of Prometheus that come with Berth say it. */
    private static String severity(AlertSeverity severity) {
        return switch (severity) {
            case INFO -> "info";
            case WARNING -> "warn";
            case CRITICAL -> "page";
        };
    }
}
