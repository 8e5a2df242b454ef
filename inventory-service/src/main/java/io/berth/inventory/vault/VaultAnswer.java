package io.berth.inventory.vault;

/** What came of a call of the key vault. */
public sealed interface VaultAnswer<T> {
    /** It answered. */
    record Answered<T>(T value) implements VaultAnswer<T> {}

    /** No instance answered, or none is configured. */
    record Unavailable<T>(String reason) implements VaultAnswer<T> {}

    /**
     * It refused the call.
     *
     * @param code its own code, or the HTTP status
     */
    record Refused<T>(String code) implements VaultAnswer<T> {}
}
