package io.berth.keyvault.domain;

/** What a key of a ring is used for. */
public enum KeyState {
    /** Protects, and opens what it protected. */
    CURRENT,
    /** Opens what it protected, and protects no more. */
    OPENS_ONLY,
    /** Opens nothing until it is enabled again. */
    DISABLED,
    /** Opens nothing, and is erased when its time has come, unless that is cancelled before. */
    DESTRUCTION_SCHEDULED,
    /** Erased: what it protected opens never again. */
    DESTROYED;

    /** Whether what the key protected opens. */
    public boolean opens() {
        return this == CURRENT || this == OPENS_ONLY;
    }
}
