package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;

/**
 * A relationship that is wished for.
 *
 * @param frequency as it was asked for, allowed or not
 * @param recoveryPoints as it was asked for, allowed or not
 * @param wish the rest of the settings
 */
public record Draft(
        RelationshipId id,
        VmId vm,
        HostId target,
        Duration frequency,
        long recoveryPoints,
        Wish wish) {
    /** With settings that hold nothing back. */
    public Draft(
            RelationshipId id, VmId vm, HostId target, Duration frequency, long recoveryPoints) {
        this(id, vm, target, frequency, recoveryPoints, Wish.PLAIN);
    }
}
