package io.berth.inventory.domain.estate;

import io.berth.inventory.domain.Change;
import java.util.List;

/**
 * A change that has been made, and what it changed.
 *
 * @param differences to the state before; empty when there was none, or when it is forgotten
 */
public record PastChange(Change change, List<Difference> differences) {
    /** Copies the list. */
    public PastChange {
        differences = List.copyOf(differences);
    }
}
