package io.berth.inventory.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the inventory service beyond those that every service has. */
@ConfigMapping(prefix = "berth.inventory")
public interface InventoryConfig {
    /** How often what exists is counted for the metrics. */
    @WithDefault("PT10S")
    Duration countEvery();

    /** The key vault, which keeps the passwords of hosts. */
    Keyvault keyvault();

    /** The rules that are data. */
    RulebookFiles rulebook();

    /** The rules that are data. */
    interface RulebookFiles {
        /**
         * Holds files of an administrator, each in place of the packaged file of the same name.
         * Read at start only; a faulty file, or one of another name, stops it.
         */
        Optional<Path> directory();
    }

    /** The key vault. */
    interface Keyvault {
        /**
         * Its instances, {@code host:port,host:port}. Without any, credentials are answered with
         * 503 and all else works. Handed to {@code berth.vault.addresses}, as the next is.
         */
        Optional<String> addresses();

        /** Holds the token that inventory shows to it; read anew for each call. */
        Optional<Path> tokenFile();

        /** The ring of the passwords. */
        @WithDefault("inventory-credentials")
        String ring();
    }
}
