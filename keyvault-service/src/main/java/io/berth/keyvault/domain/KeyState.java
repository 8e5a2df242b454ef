package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;

/** What a key of a ring is used for. */
public enum KeyState {
    /** Protects, and opens what it protected. */
    CURRENT,
    /** Opens what it protected, and protects no more. */
    OPENS_ONLY;

    /** The state of a key in a ring whose newest key is {@code current}. */
    public static KeyState of(KeyVersion version, KeyVersion current) {
        return version.equals(current) ? CURRENT : OPENS_ONLY;
    }
}
