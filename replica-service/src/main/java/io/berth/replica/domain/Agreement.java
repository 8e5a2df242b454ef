package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What was agreed when a relationship was made; only a reversal changes it, which makes another
 * host the target.
 *
 * @param target takes the copies
 * @param recoveryPoints how many are kept beside the newest one, 0 to 24
 * @param grid when cycles are due
 */
public record Agreement(
        RelationshipId id,
        VmId vm,
        HostId target,
        int recoveryPoints,
        Instant createdAt,
        Grid grid) {
    /** How often it replicates. */
    public Frequency frequency() {
        return grid.frequency();
    }

    /** The same with the copies at another host. */
    Agreement towards(HostId other) {
        return new Agreement(id, vm, other, recoveryPoints, createdAt, grid);
    }
}
