package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertSeverity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How alerts live.
 *
 * <p>Goals: one trouble is one alert, however often it is told of; it ends by itself; whoever took
 * it in hand is remembered for as long as it lasts; and no storm of facts makes more open alerts
 * than can be kept. Constraint: the facts of one subject come in order, those of different subjects
 * in any.
 *
 * <p>Steps: a raise opens what is not open and counts what is. A resolve ends what is open and is
 * nothing otherwise, so a fact that says "all is well" costs nothing. What comes back after it had
 * ended is new: its count and its acknowledgement begin anew. When {@code limit} alerts are open,
 * only critical ones open still, up to a tenth more, so that a flood of small troubles does not
 * hide a big one.
 *
 * <p>Example: host n1 falls silent at 10.0 s (opened, count 1), once more at 12.0 s without having
 * been back (repeated, count 2), ada takes it in hand, it beats at 13.0 s (resolved). Silent at
 * 60.0 s, it opens with count 1 and nobody in charge.
 *
 * <p>Each step is constant in time.
 */
public final class AlertBook {
    private static final int CRITICAL_SHARE = 10;

    private AlertBook() {}

    /**
     * What a told fact makes of an alert.
     *
     * @param known null when there was never such an alert
     * @param at when the fact was told
     * @param open how many alerts are open now
     * @param limit how many may be
     */
    public static AlertChange told(
            @Nullable Alert known, Signal signal, Instant at, long open, long limit) {
        return switch (signal) {
            case Signal.Raise raise -> raised(known, raise, at, open, limit);
            case Signal.Resolve resolve ->
                    known == null || !known.open()
                            ? new AlertChange.Nothing()
                            : new AlertChange.Resolved(known.resolved(at, resolve.because()));
        };
    }

    /**
     * What a trouble that stands, told of again and again, makes of an alert: as {@link #told}, but
     * what says nothing new is nothing.
     */
    public static AlertChange stands(
            @Nullable Alert known, Signal.Raise raise, Instant at, long open, long limit) {
        boolean same = known != null && known.open() && known.summary().equals(raise.summary());
        return same ? new AlertChange.Nothing() : raised(known, raise, at, open, limit);
    }

    private static AlertChange raised(
            @Nullable Alert known, Signal.Raise raise, Instant at, long open, long limit) {
        if (known != null && known.open()) {
            return new AlertChange.Repeated(known.toldAgain(raise, at));
        }
        long room =
                raise.rule().severity() == AlertSeverity.CRITICAL
                        ? limit + limit / CRITICAL_SHARE
                        : limit;
        return open < room
                ? new AlertChange.Opened(Alert.opened(raise, at))
                : new AlertChange.NoRoom();
    }

    /** Somebody takes an alert in hand; who did before is replaced. */
    public static AlertChange.Changed acknowledged(Alert alert, AlertAcknowledgement by) {
        return new AlertChange.Acknowledged(alert.acknowledged(by), by);
    }

    /** Nobody has it in hand any more. */
    public static AlertChange unacknowledged(Alert alert) {
        return alert.acknowledgement() == null
                ? new AlertChange.Nothing()
                : new AlertChange.Unacknowledged(alert.acknowledged(null));
    }
}
