package io.berth.contracts.keyvault;

import io.berth.contracts.Event;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/**
 * A record of {@code keyvault.audit}, keyed by ring: who did what. It holds identifiers only; never
 * a key, a plaintext, a ciphertext or a digest of one.
 */
public sealed interface KeyAuditEvent extends Event
        permits RingCreated,
                KeyRotated,
                KeyBackupTaken,
                KeyBackupOverdue,
                RecordsProtected,
                RecordsUnprotected,
                UnprotectRefused {
    /** Most records of one call. */
    int MAX_RECORDS = 1000;

    /** The ring that it concerns. */
    RingId ring();

    /** Who asked. */
    Principal principal();

    @Override
    default String partitionKey() {
        return ring().value();
    }
}
