package io.berth.contracts.alerts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Identifiers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an alert stands now. Whether it is silenced is not part of it, since silences begin and end
 * by the clock.
 *
 * @param rule the stable code of the rule that raised it
 * @param domain the placement domain that it concerns; absent where it concerns none
 * @param summary for people, with the figures
 * @param runbook where the page of its rule lies that says what to do
 * @param firstSeen since when it has been open without a break
 * @param lastSeen when its trouble was told of last
 * @param count how many times it was told of since it opened
 * @param resolvedAt when the trouble was over; absent while it is open
 * @param acknowledgement absent while nobody has taken it in hand
 * @param revision rises with every change; of two records of one alert the higher one holds
 */
@EventType("io.berth.monitoring.alert-state.v1")
public record AlertState(
        AlertFingerprint fingerprint,
        String rule,
        AlertSeverity severity,
        AlertSubject subject,
        @Nullable DomainId domain,
        String summary,
        String runbook,
        Instant firstSeen,
        Instant lastSeen,
        long count,
        @Nullable Instant resolvedAt,
        @Nullable AlertAcknowledgement acknowledgement,
        long revision)
        implements AlertEvent {
    /** Longest summary, in UTF-16 code units. */
    public static final int MAX_SUMMARY = 512;

    /** Longest address of a runbook page, in UTF-16 code units. */
    public static final int MAX_RUNBOOK = 256;

    /**
     * @throws IllegalArgumentException when a part is missing, too long or out of range
     */
    public AlertState {
        Require.present("fingerprint", fingerprint);
        Identifiers.check("rule", rule);
        Require.present("severity", severity);
        Require.present("subject", subject);
        Require.text("summary", summary, MAX_SUMMARY);
        Require.text("runbook", runbook, MAX_RUNBOOK);
        Require.present("firstSeen", firstSeen);
        Require.present("lastSeen", lastSeen);
        Require.range("count", count, 1, Long.MAX_VALUE);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    /** Whether the trouble goes on. */
    public boolean open() {
        return resolvedAt == null;
    }

    @Override
    public String partitionKey() {
        return fingerprint.value();
    }
}
