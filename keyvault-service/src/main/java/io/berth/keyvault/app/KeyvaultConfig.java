package io.berth.keyvault.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the key vault beyond those that every service has. */
@ConfigMapping(prefix = "berth.keyvault")
public interface KeyvaultConfig {
    /**
     * The file that opens the root key; the same for all instances. It has no default: where the
     * key is kept is a decision. A new vault without it waits for {@code POST seal/initialise}.
     */
    Optional<Path> rootKeyFile();

    /** The PKCS#11 token that opens the root key, where one does. */
    Pkcs11 pkcs11();

    /** A PKCS#11 token. */
    interface Pkcs11 {
        /** The configuration file of SunPKCS11: library and slot. */
        Optional<Path> configuration();

        /** The file of the PIN, readable by the service's user alone. */
        Optional<Path> pinFile();

        /** The label of the AES key in the token. */
        @WithDefault("berth-root")
        String keyLabel();
    }

    /** The rings that are made at start when they are not there yet, by their ids. */
    Map<String, Declared> rings();

    /** After so many uses a key of a ring is replaced; at most 2^32 (NIST SP 800-38D, 8.3). */
    @WithDefault("4294967296")
    long usesPerKey();

    /** How often rings and the age of keys are read for the metrics. */
    @WithDefault("PT10S")
    Duration countEvery();

    /** How old a key of a new ring becomes before another one takes its place; PT1H to P3653D. */
    @WithDefault("P90D")
    Duration rotateAfter();

    /** How often it is looked for keys that are too old, or due to be destroyed. */
    @WithDefault("PT1M")
    Duration upkeepEvery();

    /** How often keys that may not be held any more are looked for in memory. */
    @WithDefault("PT0.5S")
    Duration forgetEvery();

    /** Destroying keys. */
    Destruction destruction();

    /** The audit trail. */
    AuditTimes audit();

    /** Backups of the vault. */
    Backup backup();

    /** Backups of the vault. */
    interface Backup {
        /**
         * Where they are kept, owner-only; absent: this instance takes none. Instances that have
         * one share it.
         */
        Optional<Path> folder();

        /** How often one is taken, besides after each change of keys. */
        @WithDefault("P1D")
        Duration every();

        /** Of so many periods of this length the newest one is kept. */
        @WithDefault("14")
        int keep();

        /** How long the newest key of a ring may be in no backup until that is told. */
        @WithDefault("P2D")
        Duration overdueAfter();

        /** Trying them. */
        Drills drill();
    }

    /** Trying backups. */
    interface Drills {
        /** How often the newest backup is tried. */
        @WithDefault("P7D")
        Duration every();

        /** How long ago a drill may last have passed until that is told. */
        @WithDefault("P14D")
        Duration overdueAfter();
    }

    /** The audit trail. */
    interface AuditTimes {
        /** How often the topic is told how far the trail reaches, when it has grown. */
        @WithDefault("PT1M")
        Duration publishEvery();

        /** How often a part of the trail, 20,000 entries, is verified. */
        @WithDefault("PT10M")
        Duration verifyEvery();

        /** How long entries are kept; the topic keeps events for 400 days. */
        @WithDefault("P400D")
        Duration keep();

        /** How often up to 1000 entries that are older are removed. */
        @WithDefault("PT10M")
        Duration removeEvery();

        /** How far back heads are read from the topic to compare the trail with. */
        @WithDefault("P2D")
        Duration compareFor();
    }

    /** Destroying keys. */
    interface Destruction {
        /** How long a key waits, opening nothing, until it is erased, where nobody says. */
        @WithDefault("P7D")
        Duration waitFor();

        /** The shortest wait that an administrator may ask for. */
        @WithDefault("P1D")
        Duration shortestWait();

        /** The longest wait that an administrator may ask for. */
        @WithDefault("P30D")
        Duration longestWait();

        /**
         * The longest time from protecting a record to saving it; a count of zero proves something
         * only when it began so long after the key stopped protecting.
         */
        @WithDefault("PT10M")
        Duration flight();
    }

    /** A ring of the configuration. */
    interface Declared {
        /** Who may protect and unprotect with it. */
        List<String> principals();
    }
}
