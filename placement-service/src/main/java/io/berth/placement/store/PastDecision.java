package io.berth.placement.store;

import io.berth.placement.domain.state.Outcome;
import java.util.List;

/**
 * A decision of the past between the rows that it was made from and those that it made.
 *
 * @param rowsAfter the rows that it changed, as it left them
 */
public record PastDecision(long id, JournalEntry entry, List<Outcome> rowsAfter) {
    /** Takes a copy. */
    public PastDecision {
        rowsAfter = List.copyOf(rowsAfter);
    }
}
