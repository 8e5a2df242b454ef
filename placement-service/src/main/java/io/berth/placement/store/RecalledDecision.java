package io.berth.placement.store;

import io.berth.placement.domain.replay.Rewind;

/**
 * A decision out of the journal with the rows that it was made from.
 *
 * @param rewound the domain's rows, taken back to just before the decision
 */
public record RecalledDecision(JournalEntry entry, Rewind rewound) {}
