package io.berth.mover.wire;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * Which transfer it is: one disk of one VM, in one cycle of a relationship, and what point it
 * makes.
 *
 * @param disk of the VM, counted from 0
 * @param source the host that runs the VM
 * @param target the host that keeps the copy
 * @param point what was ordered of the recovery point that it makes
 */
public record Cycle(
        RelationshipId relationship,
        VmId vm,
        int disk,
        CycleNumber number,
        HostId source,
        HostId target,
        PointTerms point) {
    /** Four controllers with 64 disks each, as Hyper-V has them. */
    public static final int DISKS = 256;

    /** A cycle of whose point nothing was said. */
    public Cycle(
            RelationshipId relationship,
            VmId vm,
            int disk,
            CycleNumber number,
            HostId source,
            HostId target) {
        this(relationship, vm, disk, number, source, target, PointTerms.NONE);
    }

    /**
     * @throws IllegalArgumentException when the disk is out of range, or a host replicates to
     *     itself
     */
    public Cycle {
        if (disk < 0 || disk >= DISKS) {
            throw new IllegalArgumentException(
                    "a disk is numbered 0 to %d, given %d".formatted(DISKS - 1, disk));
        }
        if (source.equals(target)) {
            throw new IllegalArgumentException("host %s is its own target".formatted(source));
        }
    }
}
