package io.berth.keyvault.domain.audit;

import java.time.Instant;

/**
 * An entry of the audit trail.
 *
 * @param sequence from 1 on, without a gap
 * @param eventId the event's id on the topic
 * @param type the event's type
 * @param ring which ring it concerns
 * @param principal who asked
 * @param at in whole microseconds
 * @param payload the event as JSON, as it is on the topic
 * @param hash binds all other parts and the hash of the entry before; hexadecimal
 */
public record AuditEntry(
        long sequence,
        String eventId,
        String type,
        String ring,
        String principal,
        Instant at,
        String payload,
        String hash) {
    /** The same entry with its hash. */
    public AuditEntry hashed(String bound) {
        return new AuditEntry(sequence, eventId, type, ring, principal, at, payload, bound);
    }
}
