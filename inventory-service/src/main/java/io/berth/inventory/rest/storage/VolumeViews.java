package io.berth.inventory.rest.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.storage.DiskGroupRoom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disk groups, LUNs and volumes as they are shown. */
final class VolumeViews {
    private VolumeViews() {}

    /**
     * A disk group.
     *
     * @param iops of all spindles together
     * @param takenMiB of the raw capacity, by its LUNs
     * @param raidLevels what each possible level makes of it
     */
    record DiskGroupView(
            String id,
            String array,
            int spindles,
            long rawCapacityMiB,
            long takenMiB,
            long freeMiB,
            long iopsPerSpindle,
            long iops,
            List<OfferView> raidLevels,
            long revision) {
        static DiskGroupView of(DiskGroupRoom room) {
            DiskGroupState group = room.group();
            return new DiskGroupView(
                    group.diskGroup().value(),
                    group.array().value(),
                    group.spindles(),
                    group.rawCapacity().value(),
                    room.rawTaken(),
                    room.rawFree().value(),
                    group.iopsPerSpindle(),
                    group.spindles() * group.iopsPerSpindle(),
                    room.offers().stream().map(OfferView::of).toList(),
                    group.revision());
        }
    }

    /** What a RAID level makes of a disk group. */
    record OfferView(RaidLevel raidLevel, long usableMiB, long freeMiB, String explanation) {
        static OfferView of(DiskGroupRoom.Offer offer) {
            return new OfferView(
                    offer.level(),
                    offer.usable().value(),
                    offer.free().value(),
                    offer.explanation());
        }
    }

    /** A LUN. */
    record LunView(
            String id,
            String diskGroup,
            String array,
            RaidLevel raidLevel,
            long sizeMiB,
            long revision) {
        static LunView of(LunState lun) {
            return new LunView(
                    lun.lun().value(),
                    lun.diskGroup().value(),
                    lun.array().value(),
                    lun.raidLevel(),
                    lun.size().value(),
                    lun.revision());
        }
    }

    /**
     * A volume.
     *
     * @param advice what is odd about it; absent in lists
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CsvView(
            String id,
            String lun,
            String array,
            String cluster,
            long capacityMiB,
            @Nullable Long iops,
            @Nullable String backupPolicy,
            @Nullable List<Advice> advice,
            long revision) {
        static CsvView of(CsvState csv) {
            return of(csv, null);
        }

        static CsvView of(CsvState csv, @Nullable List<Advice> advice) {
            return new CsvView(
                    csv.csv().value(),
                    csv.lun().value(),
                    csv.array().value(),
                    csv.cluster().value(),
                    csv.capacity().value(),
                    csv.iops(),
                    csv.backupPolicy(),
                    advice,
                    csv.revision());
        }
    }
}
