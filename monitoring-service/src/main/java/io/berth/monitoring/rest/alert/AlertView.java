package io.berth.monitoring.rest.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.alerts.AlertSubject;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.DomainId;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.store.alert.StoredAlert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert, as it is shown.
 *
 * @param silenced whether a silence in force is about it
 * @param runbook what to do about it
 * @param resolvedBecause why it is over; like {@code resolvedAt} absent while it is open
 * @param acknowledgement absent while nobody has taken it in hand
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertView(
        AlertFingerprint fingerprint,
        String rule,
        AlertSeverity severity,
        Status status,
        AlertSubject subject,
        @Nullable DomainId domain,
        String summary,
        boolean silenced,
        String runbook,
        Instant firstSeen,
        Instant lastSeen,
        long count,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBecause,
        @Nullable AlertAcknowledgement acknowledgement,
        long revision) {
    /** Whether the trouble goes on. */
    public enum Status {
        /** It does. */
        OPEN,
        /** It is over. */
        RESOLVED
    }

    static AlertView of(StoredAlert stored, boolean silenced, String runbook) {
        Alert alert = stored.alert();
        Alert.Ending ending = alert.ending();
        return new AlertView(
                alert.fingerprint(),
                alert.rule().code(),
                alert.rule().severity(),
                alert.open() ? Status.OPEN : Status.RESOLVED,
                alert.about(),
                alert.domain(),
                alert.summary(),
                silenced,
                runbook,
                alert.firstSeen(),
                alert.lastSeen(),
                alert.count(),
                ending == null ? null : ending.at(),
                ending == null ? null : ending.because(),
                alert.acknowledgement(),
                stored.revision());
    }
}
