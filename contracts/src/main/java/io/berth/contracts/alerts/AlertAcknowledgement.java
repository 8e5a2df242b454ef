package io.berth.contracts.alerts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * Somebody has taken an alert in hand.
 *
 * @param note what they mean to do; empty when they did not say
 */
public record AlertAcknowledgement(Principal by, Instant at, String note) {
    /** Longest note, in UTF-16 code units. */
    public static final int MAX_NOTE = 512;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public AlertAcknowledgement {
        Require.present("acknowledgement.by", by);
        Require.present("acknowledgement.at", at);
        Require.text("acknowledgement.note", note, MAX_NOTE);
    }
}
