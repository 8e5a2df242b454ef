package io.berth.keyvault.domain.seal;

import io.berth.keyvault.domain.Secret;

/** What is to open a vault from now on. */
public sealed interface Wanted extends AutoCloseable {
    /** Overwrites what is secret in it. */
    @Override
    default void close() {}

    /** The file of the settings; made if it is not there. */
    record File() implements Wanted {}

    /** A passphrase. */
    record Passphrase(Secret passphrase) implements Wanted {
        /** Fewer bytes are guessed, whatever a guess costs. */
        public static final int MIN_BYTES = 12;

        /** More is no passphrase. */
        public static final int MAX_BYTES = 1024;

        @Override
        public void close() {
            passphrase.destroy();
        }
    }

    /** Fresh shares. */
    record Shares(int shares, int threshold) implements Wanted {}

    /** The key of the settings in the PKCS#11 token. */
    record Token() implements Wanted {}
}
