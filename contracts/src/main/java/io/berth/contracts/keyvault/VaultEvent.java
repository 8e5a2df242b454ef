package io.berth.contracts.keyvault;

/** What concerns a vault as a whole. */
public sealed interface VaultEvent extends KeyAuditEvent
        permits VaultInitialised,
                VaultSealed,
                VaultUnsealed,
                UnsealRefused,
                RootKeyRewrapped,
                BackupMade,
                RestoreDrilled,
                RestoreDrillOverdue,
                VaultRestored {
    /** Longest name of a vault. */
    int MAX_VAULT = 64;

    /** Longest name of an instance. */
    int MAX_INSTANCE = 128;

    /** Which vault. */
    String vault();

    @Override
    default String partitionKey() {
        return vault();
    }
}
