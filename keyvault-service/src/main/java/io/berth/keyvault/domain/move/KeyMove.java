package io.berth.keyvault.domain.move;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.domain.Place;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A move of all keys of the vault to one place, and how far it is.
 *
 * @param number counts the moves of the vault
 * @param toMove how many keys were elsewhere at its start
 * @param moved how many of them were moved; keys that were made or destroyed in the meantime are
 *     not
 * @param endedAt null while it runs
 * @param trouble what held it up last; null when nothing did
 * @param left keys that are still elsewhere, by their place
 * @param toErase copies that are still to be erased where keys were
 */
public record KeyMove(
        long number,
        UUID id,
        Place to,
        Principal startedBy,
        Instant startedAt,
        long toMove,
        long moved,
        @Nullable Instant endedAt,
        @Nullable Trouble trouble,
        Map<Place, Long> left,
        long toErase) {
    /** Copies the map. */
    public KeyMove {
        left = Map.copyOf(left);
    }

    /** What held a move up, and when. */
    public record Trouble(String what, Instant at) {}

    /** How far a move is. */
    public enum State {
        /** Keys are still elsewhere. */
        MOVING,
        /** All keys are there; copies are still to be erased where they were. */
        ERASING,
        /** All keys are there and nowhere else. */
        DONE
    }

    /** How far it is. */
    public State state() {
        if (endedAt != null) {
            return State.DONE;
        }
        return left.isEmpty() ? State.ERASING : State.MOVING;
    }
}
