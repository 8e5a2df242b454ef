package io.berth.contracts.placement;

import io.berth.contracts.Require;

/** How far one partition had been read: {@code offset} is the next one. */
public record InputOffset(String topic, int partition, long offset) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public InputOffset {
        Require.text("topic", topic, 249);
        Require.range("partition", partition, 0, 100_000);
        Require.range("offset", offset, 0, Long.MAX_VALUE);
    }
}
