package io.berth.placement.store;

import io.berth.placement.domain.replay.Rewind;
import java.util.List;

/**
 * What became of a domain in a while.
 *
 * @param start the rows before the first decision
 * @param decisions all of the while, in their order
 */
public record DomainHistory(Rewind start, List<PastDecision> decisions) {
    /** Takes a copy. */
    public DomainHistory {
        decisions = List.copyOf(decisions);
    }
}
