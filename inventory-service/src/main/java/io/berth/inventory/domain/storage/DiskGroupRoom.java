package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.domain.Located;
import java.util.ArrayList;
import java.util.List;

/**
 * How the raw capacity of a disk group is used, and what would fit into the rest of it.
 *
 * @param luns all of the group
 */
public record DiskGroupRoom(DiskGroupState group, List<LunState> luns) {
    /** Copies the list. */
    public DiskGroupRoom {
        luns = List.copyOf(luns);
    }

    /**
     * What a RAID level would make of the group.
     *
     * @param usable of the whole group
     * @param free of what no LUN takes
     * @param explanation how that comes about
     */
    public record Offer(RaidLevel level, MiB usable, MiB free, String explanation) {}

    /** Raw capacity that the LUNs take; above the group's own when it has shrunk. */
    public long rawTaken() {
        return luns.stream().mapToLong(lun -> raw(lun.raidLevel(), lun.size()).value()).sum();
    }

    /** Raw capacity that no LUN takes. */
    public MiB rawFree() {
        return new MiB(Math.max(0, group.rawCapacity().value() - rawTaken()));
    }

    /** What each possible RAID level makes of the group. */
    public List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        for (RaidLevel level : RaidLevel.values()) {
            if (Raid.possible(level, group.spindles())) {
                offers.add(offer(level));
            }
        }
        return offers;
    }

    private Offer offer(RaidLevel level) {
        int spindles = group.spindles();
        int data = Raid.dataSpindles(level, spindles);
        MiB usable = Raid.usable(level, spindles, group.rawCapacity());
        MiB free = Raid.usable(level, spindles, rawFree());
        return new Offer(
                level,
                usable,
                free,
                "%s holds data on %d of %s: %s × %d / %d = %s; free %s × %d / %d = %s"
                        .formatted(
                                Raid.name(level),
                                data,
                                Figures.of(spindles, "spindle"),
                                Figures.size(group.rawCapacity()),
                                data,
                                spindles,
                                Figures.size(usable),
                                Figures.size(rawFree()),
                                data,
                                spindles,
                                Figures.size(free)));
    }

    /**
     * Everything against a LUN in this group.
     *
     * @param lun new, or one of the group in another form
     */
    public List<Located> refusals(LunState lun) {
        List<Located> refusals = new ArrayList<>();
        if (!Raid.possible(lun.raidLevel(), group.spindles())) {
            refusals.add(
                    new Located(
                            "/raidLevel",
                            new StorageRefusal.RaidNeedsSpindles(
                                    lun.raidLevel(), group.diskGroup(), group.spindles())));
            return refusals;
        }
        DiskGroupRoom others =
                new DiskGroupRoom(
                        group,
                        luns.stream().filter(other -> !other.lun().equals(lun.lun())).toList());
        MiB wanted = raw(lun.raidLevel(), lun.size());
        if (wanted.compareTo(others.rawFree()) > 0) {
            refusals.add(
                    new Located(
                            "/sizeMiB",
                            new StorageRefusal.DiskGroupFull(
                                    group.diskGroup(),
                                    lun.raidLevel(),
                                    lun.size(),
                                    wanted,
                                    others.rawFree(),
                                    Raid.usable(
                                            lun.raidLevel(), group.spindles(), others.rawFree()))));
        }
        return refusals;
    }

    /** Everything against the group taking another form, with the LUNs that it has. */
    public List<Located> refusals(DiskGroupState wanted) {
        List<Located> refusals = new ArrayList<>();
        DiskGroupRoom after = new DiskGroupRoom(wanted, luns);
        for (LunState lun : luns) {
            if (!Raid.possible(lun.raidLevel(), wanted.spindles())) {
                refusals.add(
                        new Located(
                                "/spindles",
                                new StorageRefusal.RaidNeedsSpindles(
                                        lun.raidLevel(), wanted.diskGroup(), wanted.spindles())));
            }
        }
        if (refusals.isEmpty() && after.rawTaken() > wanted.rawCapacity().value()) {
            refusals.add(
                    new Located(
                            "/rawCapacityMiB",
                            new StorageRefusal.DiskGroupTooSmall(
                                    wanted.diskGroup(),
                                    wanted.rawCapacity(),
                                    new MiB(after.rawTaken()),
                                    luns.size())));
        }
        return refusals;
    }

    private MiB raw(RaidLevel level, MiB size) {
        return Raid.rawFor(level, group.spindles(), size);
    }
}
