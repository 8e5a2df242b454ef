package io.berth.monitoring.domain.alert;

import java.util.Locale;

/** What others are told of an alert. */
public enum Word {
    /** It has opened. */
    OPENED,
    /** It is over. */
    RESOLVED;

    /** For headers and bodies. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
