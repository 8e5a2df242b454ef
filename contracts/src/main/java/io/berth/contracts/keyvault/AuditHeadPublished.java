package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * How far the vault's own audit trail reaches and what its newest entry is known by, told outside
 * of the vault's database: who changes the trail afterwards contradicts this. It is itself no entry
 * of the trail.
 *
 * @param vault which vault
 * @param sequence the number of the newest entry
 * @param hash of the newest entry, which binds all entries before it; 64 hexadecimal digits
 */
@EventType("io.berth.keyvault.audit-head-published.v1")
public record AuditHeadPublished(String vault, long sequence, String hash, Principal principal)
        implements KeyAuditEvent {
    /** Length of a hash as text. */
    public static final int HASH_LENGTH = 64;

    /** Longest name of a vault. */
    public static final int MAX_VAULT = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public AuditHeadPublished {
        Require.text("vault", vault, MAX_VAULT);
        Require.range("sequence", sequence, 1, Long.MAX_VALUE);
        Require.text("hash", hash, HASH_LENGTH);
        Require.present("principal", principal);
    }

    @Override
    public String partitionKey() {
        return vault;
    }
}
