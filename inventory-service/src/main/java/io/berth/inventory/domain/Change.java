package io.berth.inventory.domain;

import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * A change of an entity that has been made.
 *
 * @param number rises with every change of anything; newer changes have higher numbers
 * @param revision of the entity after the change
 * @param by who made it
 */
public record Change(
        long number,
        EntityKind kind,
        String id,
        Revision revision,
        Operation operation,
        Instant at,
        Principal by) {
    /** What was done. */
    public enum Operation {
        /** It is new, or exists again after a removal. */
        CREATED,
        /** It has another state, of its own or because something that it inherits has changed. */
        CHANGED,
        /** It is no more. */
        REMOVED
    }
}
