package io.berth.contracts.keyvault;

import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;

/**
 * How many records a holder has under one key.
 *
 * @param records at least 1; a key without records is left out
 */
public record VersionCount(KeyVersion version, long records) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VersionCount {
        Require.present("version", version);
        Require.range("records", records, 1, Long.MAX_VALUE);
    }
}
