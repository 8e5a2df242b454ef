package io.berth.inventory.domain.estate;

import io.berth.inventory.domain.EntityKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity that a search has found.
 *
 * @param state its newest state as JSON has it, or its last one
 * @param removedAt absent while it exists
 */
public record FoundEntity(
        EntityKind kind, String id, Map<String, Object> state, @Nullable Instant removedAt) {
    /** Copies the map. */
    public FoundEntity {
        state = Map.copyOf(state);
    }
}
