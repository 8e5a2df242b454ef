package io.berth.keyvault.domain.seal;

import io.berth.keyvault.domain.Secret;
import java.util.List;

/** What somebody gives to open a vault. */
public sealed interface Proof extends AutoCloseable {
    /** Overwrites what is secret in it, as far as it can be. */
    @Override
    default void close() {}

    /** Nothing: the service is to get the key by itself, from its file or its token. */
    record Nothing() implements Proof {}

    /** The passphrase. */
    record Passphrase(Secret passphrase) implements Proof {
        @Override
        public void close() {
            passphrase.destroy();
        }
    }

    /** One share or several, as text. */
    record Shares(List<String> shares) implements Proof {
        @Override
        public String toString() {
            return "Shares[" + shares.size() + "]";
        }
    }
}
