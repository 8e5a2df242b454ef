package io.berth.contracts.guests;

import io.berth.contracts.Require;

/**
 * A pair that a guest published anew or with another value, as it may be shown: control characters,
 * halves of surrogate pairs and backslashes are escaped as in Java, so that neither a page nor a
 * terminal nor a log is surprised. The exact text is monitoring's to show.
 *
 * @param pool 0 to 4: EXTERNAL, GUEST, AUTO, AUTO_EXTERNAL, AUTO_INTERNAL
 * @param cut whether key or value were longer and are cut here
 */
public record KvpChange(int pool, String key, String value, boolean cut) {
    /** Longest key here, in UTF-16 code units: as long as the exchange allows. */
    public static final int MAX_KEY = 255;

    /** Longest value here, in UTF-16 code units: as long as the exchange allows. */
    public static final int MAX_VALUE = 1023;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KvpChange {
        Require.range("change.pool", pool, 0, 4);
        Require.text("change.key", key, MAX_KEY);
        Require.text("change.value", value, MAX_VALUE);
    }
}
