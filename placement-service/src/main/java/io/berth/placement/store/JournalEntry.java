package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Before;

/**
 * One decision as it is remembered, so that it can be made again.
 *
 * @param digest of its outcomes, in lower-case hexadecimal digits
 * @param before what it found in the rows that it changed
 */
public record JournalEntry(
        DomainId domain,
        Origin origin,
        Moment moment,
        PlacementPolicy policy,
        String digest,
        Before before) {}
