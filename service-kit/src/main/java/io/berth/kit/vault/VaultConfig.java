package io.berth.kit.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the key vault is, and how ciphertexts are kept under its newest keys. */
@ConfigMapping(prefix = "berth.vault")
public interface VaultConfig {
    /** Its instances, {@code host:port,host:port}; without any, no call is made. */
    Optional<String> addresses();

    /** Holds the token that is shown to it; read anew for each call. */
    Optional<Path> tokenFile();

    /** The principal of that token, under which ciphertexts are counted. */
    Optional<String> holder();

    /** Exchanging ciphertexts of older keys. */
    Rewrap rewrap();

    /** Exchanging ciphertexts of older keys. */
    interface Rewrap {
        /** How often it is looked whether there is a newer key, and all ciphertexts are counted. */
        @WithDefault("PT1H")
        Duration every();

        /** Ciphertexts exchanged in a second, so that the vault has time for others; 1 to 1000. */
        @WithDefault("200")
        int perSecond();

        /** How long a pass rests after the vault did not answer. */
        @WithDefault("PT30S")
        Duration retryAfter();
    }
}
