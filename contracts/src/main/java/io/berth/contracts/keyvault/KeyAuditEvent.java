package io.berth.contracts.keyvault;

import io.berth.contracts.Event;
import io.berth.contracts.ids.Principal;

/**
 * A record of {@code keyvault.audit}, keyed by ring or, where it concerns all of a vault, by vault:
 * who did what. It holds identifiers only; never a key, a plaintext, a ciphertext or a digest of
 * one.
 */
public sealed interface KeyAuditEvent extends Event
        permits RingEvent, VaultEvent, AuditHeadPublished {
    /** Most records of one call. */
    int MAX_RECORDS = 1000;

    /** Who asked. */
    Principal principal();
}
