package io.berth.monitoring.store.alert;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.monitoring.domain.alert.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are asked for; null is all.
 *
 * @param open only open ones, or only resolved ones
 * @param acknowledged only those in somebody's hand, or only the others
 * @param subject the id of what they are about
 */
public record AlertQuery(
        @Nullable Boolean open,
        @Nullable AlertRule rule,
        @Nullable AlertSeverity severity,
        @Nullable String subject,
        @Nullable DomainId domain,
        @Nullable Boolean acknowledged) {
    /** All that are open. */
    public static final AlertQuery OPEN = new AlertQuery(true, null, null, null, null, null);
}
