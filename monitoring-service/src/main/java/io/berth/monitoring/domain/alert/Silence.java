package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For a while nobody is told of alerts that match: they are kept and shown, with a mark, and sent
 * nowhere. Each condition that is there must hold.
 *
 * @param rule the rule; null for every rule
 * @param subject the id of what it is about; null for everything
 * @param domain the placement domain; null for all
 * @param upTo not for alerts that matter more than this; null for all
 * @param from in force from then on
 * @param until not in force any more from then on
 */
public record Silence(
        String id,
        @Nullable AlertRule rule,
        @Nullable String subject,
        @Nullable DomainId domain,
        @Nullable AlertSeverity upTo,
        Instant from,
        Instant until,
        Principal by,
        String reason) {
    /** Whether it is in force. */
    public boolean activeAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** Whether it is about this alert. */
    public boolean matches(Alert alert) {
        return (rule == null || rule == alert.rule())
                && (subject == null || subject.equals(alert.subject()))
                && (domain == null || domain.equals(alert.domain()))
                && (upTo == null || alert.rule().severity().compareTo(upTo) <= 0);
    }
}
