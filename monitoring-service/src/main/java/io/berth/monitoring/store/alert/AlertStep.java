package io.berth.monitoring.store.alert;

import io.berth.contracts.ids.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an alert at one time.
 *
 * @param by null when it came from a fact
 * @param text the summary, the reason or the note
 */
public record AlertStep(long revision, Instant at, Kind step, @Nullable Principal by, String text) {
    /** What it was. */
    public enum Kind {
        /** It opened. */
        OPENED,
        /** Its trouble was over. */
        RESOLVED,
        /** Somebody took it in hand. */
        ACKNOWLEDGED,
        /** Somebody let it go again. */
        UNACKNOWLEDGED
    }
}
