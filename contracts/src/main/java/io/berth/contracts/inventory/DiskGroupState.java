package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.MiB;

/**
 * Spindles of an array that are used together: each LUN of the group spans all of them.
 *
 * @param rawCapacity of all spindles together, before any RAID level takes its part
 * @param iopsPerSpindle operations per second that one spindle gives
 */
@EventType("io.berth.inventory.disk-group-state.v1")
public record DiskGroupState(
        DiskGroupId diskGroup,
        ArrayId array,
        int spindles,
        MiB rawCapacity,
        long iopsPerSpindle,
        long revision)
        implements FabricState {
    /** Most spindles of one group. */
    public static final int MAX_SPINDLES = 1024;

    /** Most operations per second of one spindle. */
    public static final long MAX_IOPS_PER_SPINDLE = 10_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DiskGroupState {
        Require.present("diskGroup", diskGroup);
        Require.present("array", array);
        Require.range("spindles", spindles, 1, MAX_SPINDLES);
        Require.present("rawCapacity", rawCapacity);
        Require.range("iopsPerSpindle", iopsPerSpindle, 1, MAX_IOPS_PER_SPINDLE);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "disk-group/" + diskGroup;
    }
}
