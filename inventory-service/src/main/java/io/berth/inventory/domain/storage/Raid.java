package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.RaidLevel;

/**
 * What the RAID levels take and give. A LUN spans every spindle of its disk group, so of {@code n}
 * spindles a fixed number holds data: all (RAID 0), one of two (RAID 1), {@code n − 1} (RAID 5),
 * {@code n − 2} (RAID 6), half (RAID 10). A write costs as many operations of the spindles as the
 * write penalty says: 1, 2, 4, 6 and 2 (each copy; or reading and writing data and parity).
 */
public final class Raid {
    private Raid() {}

    /** Fewest spindles that this level is possible on. */
    public static int fewestSpindles(RaidLevel level) {
        return switch (level) {
            case RAID_0 -> 1;
            case RAID_1 -> 2;
            case RAID_5 -> 3;
            case RAID_6, RAID_10 -> 4;
        };
    }

    /** Whether a group of so many spindles can carry it. */
    public static boolean possible(RaidLevel level, int spindles) {
        return switch (level) {
            case RAID_1 -> spindles == fewestSpindles(level);
            case RAID_10 -> spindles >= fewestSpindles(level) && spindles % 2 == 0;
            case RAID_0, RAID_5, RAID_6 -> spindles >= fewestSpindles(level);
        };
    }

    /** What the level asks of the number of spindles, for people. */
    public static String rule(RaidLevel level) {
        return switch (level) {
            case RAID_0 -> "at least 1 spindle";
            case RAID_1 -> "exactly 2 spindles";
            case RAID_5 -> "at least 3 spindles";
            case RAID_6 -> "at least 4 spindles";
            case RAID_10 -> "an even number of at least 4 spindles";
        };
    }

    /** How many of the spindles hold data. */
    public static int dataSpindles(RaidLevel level, int spindles) {
        return switch (level) {
            case RAID_0 -> spindles;
            case RAID_1, RAID_10 -> spindles / 2;
            case RAID_5 -> spindles - 1;
            case RAID_6 -> spindles - 2;
        };
    }

    /** Operations of the spindles for one write. */
    public static int writePenalty(RaidLevel level) {
        return switch (level) {
            case RAID_0 -> 1;
            case RAID_1, RAID_10 -> 2;
            case RAID_5 -> 4;
            case RAID_6 -> 6;
        };
    }

    /** Room for data in so much raw capacity, rounded down. */
    public static MiB usable(RaidLevel level, int spindles, MiB raw) {
        return new MiB(raw.value() * dataSpindles(level, spindles) / spindles);
    }

    /** Raw capacity that a LUN of this size takes, rounded up. */
    public static MiB rawFor(RaidLevel level, int spindles, MiB size) {
        return new MiB(Math.ceilDiv(size.value() * spindles, dataSpindles(level, spindles)));
    }

    /** As people write it. */
    public static String name(RaidLevel level) {
        return level.name().replace('_', ' ');
    }
}
