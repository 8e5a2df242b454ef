package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.DiskLoad;
import io.berth.contracts.telemetry.DiskLoadReported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports become one row for each disk and stretch; and how much of a period that covers. */
class LoadFoldTest {
    private static final Instant NINE = Instant.parse("2026-03-14T09:00:00Z");
    private static final VmId VM = new VmId("db");

    private final LoadFold fold =
            new LoadFold(
                    Duration.ofMinutes(5),
                    NINE.minus(Duration.ofDays(7)),
                    NINE.plus(Duration.ofHours(1)));

    private static DiskLoadReported report(Instant at, String disk, long reads, long writes) {
        return new DiskLoadReported(
                new HostId("node-1"),
                new BootId(1),
                Duration.ofSeconds(20),
                at,
                List.of(new DiskLoad(VM, disk, reads, writes, 2.048, 2.048, 5)));
    }

    @Test
    void ofAStretchTheBusiestReportIsKeptWhole() {
        fold.add(report(NINE.plusSeconds(70), "data.vhd", 300, 100));
        fold.add(report(NINE.plusSeconds(290), "data.vhd", 120, 310));
        fold.add(report(NINE.plusSeconds(200), "data.vhd", 350, 10));
        assertThat(fold.stretches())
                .containsExactly(
                        new DiskStretch(
                                VM,
                                "data.vhd",
                                NINE,
                                3,
                                new Assessment.Sample(120, 310, 4.096, 4.096e6 / 1024 / 430, 5)));
    }

    @Test
    void stretchesAndDisksAreKeptApartInOrder() {
        fold.add(report(NINE.plusSeconds(300), "data.vhd", 1, 0));
        fold.add(report(NINE.plusSeconds(299), "data.vhd", 2, 0));
        fold.add(report(NINE, "a.vhd", 3, 0));
        assertThat(fold.stretches())
                .extracting(DiskStretch::disk, stretch -> stretch.busiest().readIops())
                .containsExactly(tuple("a.vhd", 3L), tuple("data.vhd", 2L), tuple("data.vhd", 1L));
        assertThat(fold.leftOut()).isZero();
    }

    @Test
    void whatWasObservedAtAnotherTimeIsLeftOutAndCounted() {
        fold.add(report(NINE.minus(Duration.ofDays(8)), "data.vhd", 1, 0));
        fold.add(report(NINE.plus(Duration.ofHours(2)), "data.vhd", 1, 0));
        assertThat(fold.stretches()).isEmpty();
        assertThat(fold.leftOut()).isEqualTo(2);
    }

    @Test
    void anIdleDiskHasNoBlocks() {
        fold.add(report(NINE, "data.vhd", 0, 0));
        assertThat(fold.stretches().getFirst().busiest().blockKib()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // hours, stretch in minutes, measured, percent, needed, enough
        "24, 5, 144, 50, 144, true",
        "24, 5, 143, 49, 144, false",
        "24, 5, 0, 0, 144, false",
        "24, 5, 289, 100, 144, true",
        "4, 5, 24, 50, 24, true",
        "4, 5, 23, 47, 24, false",
        "2, 5, 24, 100, 24, true",
        "2, 5, 23, 95, 24, false",
        "1, 5, 12, 100, 24, false",
        "168, 5, 1008, 50, 1008, true"
    })
    void adviceNeedsAHalfOfThePeriodAndADaysWorthOfSamples(
            long hours, long minutes, int measured, int percent, long needed, boolean enough) {
        Coverage coverage =
                new Coverage(
                        NINE,
                        NINE.plus(Duration.ofHours(hours)),
                        Duration.ofMinutes(minutes),
                        measured,
                        null,
                        null);
        assertThat(coverage.percent()).isEqualTo(percent);
        assertThat(coverage.needed()).isEqualTo(needed);
        assertThat(coverage.isEnough()).isEqualTo(enough);
    }
}
