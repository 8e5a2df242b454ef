package io.berth.kit.vault;

import java.util.function.Function;

/** What came of a call of the key vault. */
public sealed interface VaultAnswer<T> {
    /** The same answer with another value. */
    default <U> VaultAnswer<U> map(Function<T, U> change) {
        return switch (this) {
            case Answered<T>(T value) -> new Answered<>(change.apply(value));
            case Unavailable<T>(String reason) -> new Unavailable<>(reason);
            case Refused<T>(String code) -> new Refused<>(code);
        };
    }

    /** It answered. */
    record Answered<T>(T value) implements VaultAnswer<T> {}

    /**
     * No instance could serve, or none is configured; the same call may succeed later.
     *
     * @param reason for people; names no secret
     */
    record Unavailable<T>(String reason) implements VaultAnswer<T> {}

    /**
     * It refused the call; the same call will be refused again.
     *
     * @param code the HTTP status and the vault's own code
     */
    record Refused<T>(String code) implements VaultAnswer<T> {}
}
