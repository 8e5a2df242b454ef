package io.berth.keyvault.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of the key vault beyond those that every service has. */
@ConfigMapping(prefix = "berth.keyvault")
public interface KeyvaultConfig {
    /**
     * The file of the root key; the same for all instances. It has no default: where the key is
     * kept is a decision.
     */
    Path rootKeyFile();

    /** The rings that are made at start when they are not there yet, by their ids. */
    Map<String, Declared> rings();

    /** After so many uses a key of a ring is replaced; at most 2^32 (NIST SP 800-38D, 8.3). */
    @WithDefault("4294967296")
    long usesPerKey();

    /** How often rings and the age of keys are read for the metrics. */
    @WithDefault("PT10S")
    Duration countEvery();

    /** A ring of the configuration. */
    interface Declared {
        /** Who may protect and unprotect with it. */
        List<String> principals();
    }
}
