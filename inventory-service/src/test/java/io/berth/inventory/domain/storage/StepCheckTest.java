package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops a step, with its figures, at the boundaries; and that it agrees with the planner. */
class StepCheckTest {
    private static final CsvId FROM = new CsvId("csv-2");
    private static final CsvId TO = new CsvId("csv-1");

    private static PlacedDisk disk(
            String vm,
            long mib,
            long iops,
            CsvId csv,
            @Nullable String backup,
            @Nullable String set) {
        return new PlacedDisk(
                new VmId(vm), "system.vhd", new MiB(mib), iops, csv, true, backup, null, set);
    }

    private static ConsolidationStep step() {
        return ConsolidationStep.planned(
                new VmId("moved"), "system.vhd", new MiB(1000), FROM, TO, Purpose.EMPTY_VOLUME);
    }

    private static ConsolidationProblem problem(Volume to, PlacedDisk... disks) {
        return new ConsolidationProblem(
                List.of(to, new Volume(FROM, 10_000, null, null, 8)), List.of(disks), 10, 500);
    }

    private static Volume volume(long mib, @Nullable Long iops, @Nullable String backup) {
        return new Volume(TO, mib, iops, backup, 8);
    }

    private static List<String> codes(StepCheck check) {
        return check instanceof StepCheck.Broken broken
                ? broken.breaches().stream().map(Breach::code).toList()
                : List.of();
    }

    /** 10 % of headroom; the disk has 1000 MiB and asks for 100 IOPS. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10000, 8000, -, 0, -, -, -, -",
                "10000, 8001, -, 0, -, -, -, no-room",
                "10000, 0, 1000, 800, -, -, -, -",
                "10000, 0, 1000, 801, -, -, -, no-iops",
                "10000, 100, -, 0, gold, -, -, other-backup-policy mixed-policies",
                "10000, 100, -, 0, -, gold, -, mixed-policies",
                "10000, 100, -, 0, -, -, apart, anti-affinity",
                "10000, 9000, 1000, 900, gold, gold, apart,"
                        + " no-room no-iops other-backup-policy mixed-policies anti-affinity",
            })
    void everyConditionThatAStepWouldBreakIsTold(
            long mib,
            long used,
            @Nullable Long iops,
            long usedIops,
            @Nullable String meantFor,
            @Nullable String otherBackup,
            @Nullable String set,
            @Nullable String codes) {
        StepCheck check =
                StepCheck.of(
                        problem(
                                volume(mib, iops, meantFor),
                                disk("moved", 1000, 100, FROM, null, "apart"),
                                disk(
                                        "other",
                                        used,
                                        usedIops,
                                        TO,
                                        otherBackup == null ? meantFor : otherBackup,
                                        set)),
                        step(),
                        null);
        assertThat(String.join(" ", codes(check))).isEqualTo(codes == null ? "" : codes);
        if (codes == null) {
            assertThat(check).isEqualTo(new StepCheck.Possible());
        }
    }

    @Test
    void theFiguresAreInTheText() {
        StepCheck check =
                StepCheck.of(
                        problem(
                                volume(10_240, null, null),
                                disk("moved", 2000, 0, FROM, null, null),
                                disk("other", 8000, 0, TO, null, null)),
                        step(),
                        null);
        assertThat(check).isInstanceOf(StepCheck.Broken.class);
        assertThat(Breach.text(((StepCheck.Broken) check).breaches()))
                .isEqualTo(
                        "no-room: CSV csv-1 has 1216 MiB free beside its headroom of 10 %, 2000 MiB"
                                + " are needed");
    }

    @Test
    void whatHasBecomeNeedlessIsTold() {
        assertThat(StepCheck.of(problem(volume(1, null, null)), step(), null))
                .isInstanceOf(StepCheck.Needless.class);
        assertThat(
                        StepCheck.of(
                                problem(
                                        volume(1, null, null),
                                        disk("moved", 1000, 0, TO, null, null)),
                                step(),
                                null))
                .isEqualTo(new StepCheck.Needless("the disk lies on CSV csv-1 now"));
    }

    @Test
    void aVolumeThatIsGoneAndADiskThatIsNoFileAnyMoreStopThePlan() {
        PlacedDisk through =
                new PlacedDisk(
                        new VmId("moved"),
                        "system.vhd",
                        new MiB(1000),
                        0,
                        FROM,
                        false,
                        null,
                        null,
                        null);
        ConsolidationProblem without =
                new ConsolidationProblem(
                        List.of(new Volume(FROM, 10_000, null, null, 8)),
                        List.of(through),
                        10,
                        500);
        assertThat(codes(StepCheck.of(without, step(), null)))
                .containsExactly("pass-through-disk", "volume-gone");
    }

    @Test
    void anArrayThatIsAskedForTooManyReservationsStopsThePlan() {
        TreeMap<Integer, Integer> hosts = new TreeMap<>();
        hosts.put(2, 2);
        ReservationBudget budget =
                new ReservationBudget(
                        new ArrayId("san"),
                        2,
                        ReservationFormula.PLAIN,
                        31,
                        List.of(
                                new ReservationBudget.Share(
                                        new ClusterId("a"), 2, hosts, 4, ReservationFormula.PLAIN)),
                        2);
        StepCheck check =
                StepCheck.of(
                        problem(
                                volume(10_000, null, null),
                                disk("moved", 1000, 0, FROM, null, null)),
                        step(),
                        budget);
        assertThat(codes(check)).containsExactly("reservation-limit-exceeded");
        assertThat(Breach.text(((StepCheck.Broken) check).breaches()))
                .contains("keeps 31 persistent reservations and is asked for 32")
                .contains("= 32");
    }

    /** A step is possible exactly where the planner would have made it. */
    @Test
    void theCheckAgreesWithThePlanner() {
        int possible = 0;
        for (long seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<PlacedDisk> disks = new ArrayList<>();
            disks.add(random(random, "moved", FROM));
            for (int i = 0; i < random.nextInt(4); i++) {
                disks.add(random(random, "vm-" + random.nextInt(3), TO));
            }
            ConsolidationProblem problem =
                    problem(
                            volume(
                                    random.nextLong(1000, 6000),
                                    random.nextBoolean() ? null : random.nextLong(600),
                                    random.nextInt(3) == 0 ? "gold" : null),
                            disks.toArray(PlacedDisk[]::new));
            DiskLayout layout = new DiskLayout(problem);
            int index = problem.disks().indexOf(disks.getFirst());
            int to = problem.volumes().getFirst().csv().equals(TO) ? 0 : 1;
            boolean fits = layout.fits(index, to);
            assertThat(StepCheck.of(problem, step(), null) instanceof StepCheck.Possible)
                    .as("seed %d", seed)
                    .isEqualTo(fits);
            possible += fits ? 1 : 0;
        }
        assertThat(possible).isBetween(100, 1900);
    }

    private static PlacedDisk random(SplittableRandom random, String vm, CsvId csv) {
        return disk(
                vm,
                random.nextLong(100, 1500),
                random.nextLong(200),
                csv,
                random.nextInt(4) == 0 ? "gold" : null,
                random.nextInt(3) == 0 ? "apart" : null);
    }
}
