package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertSubject;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.DomainId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert, open or resolved. Hard state: it outlives restarts, since somebody may have taken it in
 * hand.
 *
 * @param subject the id of what it is about
 * @param domain the placement domain that it concerns; null where it concerns none
 * @param firstSeen since when it has been open without a break
 * @param lastSeen when its trouble was told of last
 * @param count how many times it was told of since it opened
 * @param ending null while it is open
 * @param acknowledgement null while nobody has taken it in hand
 */
public record Alert(
        AlertRule rule,
        String subject,
        @Nullable DomainId domain,
        String summary,
        Instant firstSeen,
        Instant lastSeen,
        long count,
        @Nullable Ending ending,
        @Nullable AlertAcknowledgement acknowledgement) {
    /**
     * How it ended.
     *
     * @param because for people
     */
    public record Ending(Instant at, String because) {}

    /** Rule and subject. */
    public AlertFingerprint fingerprint() {
        return rule.fingerprint(subject);
    }

    /** What it is about. */
    public AlertSubject about() {
        return rule.subject(subject);
    }

    /** Whether the trouble goes on. */
    public boolean open() {
        return ending == null;
    }

    static Alert opened(Signal.Raise raise, Instant at) {
        return new Alert(
                raise.rule(),
                raise.subject(),
                raise.domain(),
                raise.summary(),
                at,
                at,
                1,
                null,
                null);
    }

    Alert toldAgain(Signal.Raise raise, Instant at) {
        return new Alert(
                rule,
                subject,
                raise.domain(),
                raise.summary(),
                firstSeen,
                at.isAfter(lastSeen) ? at : lastSeen,
                count + 1,
                null,
                acknowledgement);
    }

    Alert resolved(Instant at, String because) {
        return new Alert(
                rule,
                subject,
                domain,
                summary,
                firstSeen,
                lastSeen,
                count,
                new Ending(at, because),
                acknowledgement);
    }

    Alert acknowledged(@Nullable AlertAcknowledgement by) {
        return new Alert(rule, subject, domain, summary, firstSeen, lastSeen, count, ending, by);
    }
}
