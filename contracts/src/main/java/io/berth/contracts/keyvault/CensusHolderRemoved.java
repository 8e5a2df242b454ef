package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/**
 * A holder's count is no longer asked for: it keeps no more records of this ring.
 *
 * @param records how many it had at its last count
 */
@EventType("io.berth.keyvault.census-holder-removed.v1")
public record CensusHolderRemoved(RingId ring, Principal holder, long records, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CensusHolderRemoved {
        Require.present("ring", ring);
        Require.present("holder", holder);
        Require.range("records", records, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
