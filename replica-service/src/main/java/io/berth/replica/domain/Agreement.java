package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What was agreed of a relationship. A reversal makes another host the target; the settings change
 * when people change them.
 *
 * @param target takes the copies
 * @param recoveryPoints how many are kept beside the newest one, 0 to 24
 * @param grid when cycles are due, as far as the settings' windows let them begin
 */
public record Agreement(
        RelationshipId id,
        VmId vm,
        HostId target,
        int recoveryPoints,
        Instant createdAt,
        Grid grid,
        Settings settings) {
    /** With settings that hold nothing back. */
    public Agreement(
            RelationshipId id,
            VmId vm,
            HostId target,
            int recoveryPoints,
            Instant createdAt,
            Grid grid) {
        this(id, vm, target, recoveryPoints, createdAt, grid, Settings.PLAIN);
    }

    /** How often it replicates. */
    public Frequency frequency() {
        return grid.frequency();
    }

    /** The same with the copies at another host. */
    Agreement towards(HostId other) {
        return new Agreement(id, vm, other, recoveryPoints, createdAt, grid, settings);
    }

    /** The same under other settings. */
    Agreement under(Settings other) {
        return new Agreement(id, vm, target, recoveryPoints, createdAt, grid, other);
    }

    /** The first slot later than this in which a cycle may begin. */
    Instant firstSlotAfter(Instant moment) {
        return settings.schedule().firstSlotAfter(grid, moment);
    }

    /** How many slots in which a cycle might have begun are later than the one, up to the other. */
    long slotsBetween(Instant after, Instant upTo) {
        return settings.schedule().slotsBetween(grid, after, upTo);
    }
}
