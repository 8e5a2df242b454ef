package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;

/** A key of a ring, by the two that it is named with. */
public record KeyName(RingId ring, KeyVersion version) {
    @Override
    public String toString() {
        return "key " + version + " of ring " + ring;
    }
}
