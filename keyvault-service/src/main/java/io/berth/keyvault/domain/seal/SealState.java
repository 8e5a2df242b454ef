package io.berth.keyvault.domain.seal;

import io.berth.contracts.keyvault.UnsealMethod;
import org.jspecify.annotations.Nullable;

/** Whether an instance has the root key. Each instance is unsealed for itself. */
public sealed interface SealState {
    /** Nobody has said yet what is to open this vault. */
    record Uninitialised() implements SealState {}

    /**
     * The root key is not in memory: nothing is protected and nothing opened.
     *
     * @param method what opens it
     * @param given how many different shares this instance was given
     * @param needed how many shares open it; 0 where the method is another
     * @param order that it stays sealed; null when there is none
     */
    record Sealed(
            UnsealMethod method, Waiting waiting, int given, int needed, @Nullable SealOrder order)
            implements SealState {}

    /** It has the root key and serves. */
    record Unsealed(UnsealMethod method) implements SealState {}

    /** What a sealed instance waits for. */
    enum Waiting {
        /** For the passphrase. */
        PASSPHRASE,
        /** For more shares. */
        SHARES,
        /** For the token, which does not answer; it is tried again by itself. */
        TOKEN,
        /** For the administrator's word, since one sealed it. */
        ADMINISTRATOR
    }
}
