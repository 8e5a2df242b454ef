package io.berth.contracts.telemetry;

import io.berth.contracts.Require;

/**
 * One key-value pair. The Hyper-V limits are 512 bytes for a key and 2048 for a value in UTF-16
 * with its terminator, so 255 and 1023 code units; a guest may send anything, so longer texts up to
 * the bounds here, of any characters, are accepted and flagged by the monitor rather than refused.
 * Whoever stores them must escape U+0000 and unpaired surrogates.
 *
 * @param pool 0 to 4: EXTERNAL, GUEST, AUTO, AUTO_EXTERNAL, AUTO_INTERNAL
 */
public record KvpItem(int pool, String key, String value) {
    /** Longest text that is taken over at all, in UTF-16 code units. */
    public static final int MAX_TEXT = 16_384;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KvpItem {
        Require.range("pool", pool, 0, 4);
        Require.rawText("key", key, MAX_TEXT);
        Require.rawText("value", value, MAX_TEXT);
    }
}
