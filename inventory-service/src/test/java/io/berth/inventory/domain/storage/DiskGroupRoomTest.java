package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.domain.Located;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskGroupRoomTest {
    private static final ArrayId ARRAY = new ArrayId("san-1");
    private static final DiskGroupId GROUP = new DiskGroupId("fast");

    private static DiskGroupState group(int spindles, long rawGiB) {
        return new DiskGroupState(GROUP, ARRAY, spindles, MiB.ofGiB(rawGiB), 180, 1);
    }

    private static LunState lun(String id, RaidLevel level, long mib) {
        return new LunState(new LunId(id), GROUP, ARRAY, level, new MiB(mib), 1);
    }

    private static List<String> codes(List<Located> refusals) {
        return refusals.stream().map(located -> located.refusal().wording().code()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "RAID_0, 12, 1200, 1200", "RAID_1, 2, 1200, 600", "RAID_5, 12, 1200, 1100",
        "RAID_5, 3, 1200, 800", "RAID_6, 12, 1200, 1000", "RAID_6, 4, 1200, 600",
        "RAID_10, 12, 1200, 600", "RAID_10, 4, 1200, 600",
    })
    void capacityFollowsFromLevelAndSpindles(
            RaidLevel level, int spindles, long rawGiB, long usableGiB) {
        assertThat(Raid.usable(level, spindles, MiB.ofGiB(rawGiB))).isEqualTo(MiB.ofGiB(usableGiB));
        assertThat(Raid.rawFor(level, spindles, MiB.ofGiB(usableGiB))).isEqualTo(MiB.ofGiB(rawGiB));
    }

    @ParameterizedTest
    @CsvSource({
        "RAID_0, 1, true", "RAID_1, 1, false", "RAID_1, 2, true", "RAID_1, 3, false",
        "RAID_5, 2, false", "RAID_5, 3, true", "RAID_6, 3, false", "RAID_6, 4, true",
        "RAID_10, 2, false", "RAID_10, 4, true", "RAID_10, 5, false", "RAID_10, 6, true",
    })
    void aLevelNeedsItsSpindles(RaidLevel level, int spindles, boolean possible) {
        assertThat(Raid.possible(level, spindles)).isEqualTo(possible);
        assertThat(
                        codes(
                                new DiskGroupRoom(group(spindles, 100), List.of())
                                        .refusals(lun("l", level, 1))))
                .isEqualTo(possible ? List.of() : List.of("raid-needs-spindles"));
    }

    @Test
    void lunsShareTheRawCapacity() {
        // 1200 GiB raw on 12 spindles: 550 GiB as RAID 5 take 600, so 300 as RAID 10 fit exactly.
        DiskGroupRoom room =
                new DiskGroupRoom(
                        group(12, 1200), List.of(lun("one", RaidLevel.RAID_5, 550 * 1024)));

        assertThat(room.rawTaken()).isEqualTo(600 * 1024);
        assertThat(room.refusals(lun("two", RaidLevel.RAID_10, 300 * 1024))).isEmpty();
        List<Located> refusals = room.refusals(lun("two", RaidLevel.RAID_10, 300 * 1024 + 1));
        assertThat(codes(refusals)).containsExactly("disk-group-full");
        assertThat(refusals.getFirst().refusal().values().asMap())
                .containsEntry("rawFreeMiB", 600L * 1024)
                .containsEntry("largestMiB", 300L * 1024);
        // In another form it does not stand in its own way.
        assertThat(room.refusals(lun("one", RaidLevel.RAID_10, 600 * 1024))).isEmpty();
    }

    @Test
    void aGroupMayNotShrinkBelowItsLuns() {
        DiskGroupRoom room =
                new DiskGroupRoom(
                        group(12, 1200), List.of(lun("one", RaidLevel.RAID_5, 550 * 1024)));

        assertThat(room.refusals(group(12, 600))).isEmpty();
        assertThat(codes(room.refusals(group(12, 599)))).containsExactly("disk-group-too-small");
        assertThat(codes(room.refusals(group(2, 1200)))).containsExactly("raid-needs-spindles");
    }

    @Test
    void explainsWhatEachLevelMakesOfTheGroup() {
        DiskGroupRoom room = new DiskGroupRoom(group(4, 400), List.of());

        assertThat(room.offers())
                .extracting(DiskGroupRoom.Offer::level)
                .containsExactly(
                        RaidLevel.RAID_0, RaidLevel.RAID_5, RaidLevel.RAID_6, RaidLevel.RAID_10);
        assertThat(room.offers().get(1).explanation())
                .isEqualTo(
                        "RAID 5 holds data on 3 of 4 spindles: 400 GiB × 3 / 4 = 300 GiB; free 400"
                                + " GiB × 3 / 4 = 300 GiB");
    }
}
