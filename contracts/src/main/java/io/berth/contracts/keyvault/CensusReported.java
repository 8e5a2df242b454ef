package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Instant;
import java.util.List;

/**
 * A holder of ciphertexts has counted them.
 *
 * @param holder who keeps them
 * @param countedAt when it began to count
 * @param counts by key; what is not in here has no record
 */
@EventType("io.berth.keyvault.census-reported.v1")
public record CensusReported(
        RingId ring,
        Principal holder,
        Instant countedAt,
        List<VersionCount> counts,
        Principal principal)
        implements RingEvent {
    /** Most keys of one count: ten years of keys that are replaced each four days. */
    public static final int MAX_COUNTS = 1000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CensusReported {
        Require.present("ring", ring);
        Require.present("holder", holder);
        Require.present("countedAt", countedAt);
        counts = Require.list("counts", counts, MAX_COUNTS);
        Require.present("principal", principal);
    }
}
