package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.domain.storage.Assessment.Answer;
import io.berth.inventory.domain.storage.Assessment.Question;
import io.berth.inventory.domain.storage.Assessment.Room;
import io.berth.inventory.domain.storage.Assessment.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentTest {
    private static Answer assess(
            long reads, long writes, double block, RaidLevel level, long spindle, long gib) {
        return Assessment.of(
                new Question(
                        "data",
                        MiB.ofGiB(gib),
                        level,
                        spindle,
                        true,
                        Collections.nCopies(24, new Sample(reads, writes, 10, block, 5)),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        // reads, writes, level, per spindle, operations of the spindles, spindles
        "300, 100, RAID_0, 180, 400, 3",
        "300, 100, RAID_5, 180, 700, 4",
        "300, 100, RAID_6, 180, 900, 5",
        "300, 100, RAID_10, 180, 500, 4",
        "360, 0, RAID_0, 180, 360, 2",
        "361, 0, RAID_0, 180, 361, 3",
        "0, 0, RAID_5, 180, 0, 3",
    })
    void spindlesFollowFromTheLoadAndTheWritePenalty(
            long reads, long writes, RaidLevel level, long spindle, long operations, int spindles) {
        Answer answer = assess(reads, writes, 64, level, spindle, 100);

        assertThat(answer.spindleIops()).isEqualTo(operations);
        assertThat(answer.spindles()).isEqualTo(spindles);
    }

    @ParameterizedTest
    @CsvSource({
        "49, 0, 64, 100, DYNAMIC",
        "50, 0, 64, 100, FIXED",
        "1, 1, 15, 100, FIXED",
        "1, 1, 16, 100, DYNAMIC",
        "1, 0, 15, 100, DYNAMIC",
        "1, 1, 64, 2040, DYNAMIC",
        "1, 1, 64, 2041, PASS_THROUGH",
        // RAID 10 of four spindles with 180 each gives 720: 80 % of it are 576.
        "574, 0, 64, 100, FIXED",
        "576, 0, 64, 100, PASS_THROUGH",
    })
    void theFormatFollowsFromTheFigures(
            long reads, long writes, double block, long gib, DiskFormat format) {
        assertThat(assess(reads, writes, block, RaidLevel.RAID_10, 180, gib).format())
                .isEqualTo(format);
    }

    @Test
    void aPeakIsNotTheLoad() {
        List<Sample> samples =
                new ArrayList<>(Collections.nCopies(95, new Sample(40, 0, 1, 64, 2)));
        samples.addAll(Collections.nCopies(5, new Sample(5000, 0, 90, 64, 40)));
        Answer answer =
                Assessment.of(
                        new Question(
                                "data",
                                MiB.ofGiB(10),
                                RaidLevel.RAID_5,
                                180,
                                false,
                                samples,
                                List.of()));

        assertThat(answer.readIops()).isEqualTo(40);
        assertThat(answer.format()).isEqualTo(DiskFormat.DYNAMIC);
    }

    @Test
    void nothingIsSaidOfTooFewSamples() {
        Answer answer =
                Assessment.of(
                        new Question(
                                "data",
                                MiB.ofGiB(10),
                                RaidLevel.RAID_5,
                                180,
                                true,
                                Collections.nCopies(23, new Sample(40, 0, 1, 64, 2)),
                                List.of()));

        assertThat(answer.enough()).isFalse();
        assertThat(answer.format()).isNull();
        assertThat(answer.reasons()).hasSize(1);
    }

    @Test
    void theFullestVolumeWithRoomIsAdvisedAndABeliefGetsTheFigures() {
        Answer answer =
                Assessment.of(
                        new Question(
                                "data",
                                MiB.ofGiB(10),
                                RaidLevel.RAID_5,
                                180,
                                true,
                                Collections.nCopies(24, new Sample(60, 0, 1, 64, 2)),
                                List.of(
                                        new Room(new CsvId("large"), 900_000, null),
                                        new Room(new CsvId("slow"), 11_000, 59L),
                                        new Room(new CsvId("close"), 12_000, 60L),
                                        new Room(new CsvId("full"), 10_239, null))));

        assertThat(answer.csv()).isEqualTo(new CsvId("close"));
        assertThat(answer.reasons())
                .anySatisfy(reason ->
                        assertThat(reason)
                                .startsWith(
                                        "Separate physical disks are not borne out: the load fills"
                                                + " 11 % of 3 spindles"));
    }
}
