package io.berth.contracts.inventory;

/** How a LUN is spread over the spindles of its disk group. */
public enum RaidLevel {
    /** Striped, without redundancy. */
    RAID_0,
    /** Two spindles that hold the same. */
    RAID_1,
    /** Striped, with the room of one spindle for parity. */
    RAID_5,
    /** Striped, with the room of two spindles for parity. */
    RAID_6,
    /** Striped over pairs that hold the same. */
    RAID_10
}
