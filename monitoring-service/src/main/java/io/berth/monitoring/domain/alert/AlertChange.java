package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertAcknowledgement;

/** What becomes of an alert. */
public sealed interface AlertChange {
    /** Nothing that anybody would notice. */
    record Nothing() implements AlertChange {}

    /** As many alerts are open as may be. */
    record NoRoom() implements AlertChange {}

    /** The alert changes. */
    sealed interface Changed extends AlertChange {
        /** How it is then. */
        Alert alert();
    }

    /** It is new, or back. */
    record Opened(Alert alert) implements Changed {}

    /** It was told of again. */
    record Repeated(Alert alert) implements Changed {}

    /** Its trouble is over. */
    record Resolved(Alert alert) implements Changed {}

    /** Somebody has taken it in hand. */
    record Acknowledged(Alert alert, AlertAcknowledgement acknowledgement) implements Changed {}

    /** Somebody has let it go again. */
    record Unacknowledged(Alert alert) implements Changed {}
}
