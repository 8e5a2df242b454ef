package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import io.berth.inventory.domain.storage.Consolidation.Cost;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsolidationPlannerTest {
    /** Seed of all random cases; each case has this plus its number. */
    private static final long SEED = 20_100_731;

    private static final int SMALL_CASES = 400;
    private static final int LARGE_CASES = 4;

    private static Volume volume(String id, long mib) {
        return new Volume(new CsvId(id), mib, null, null, 8);
    }

    private static PlacedDisk disk(String vm, long mib, String csv) {
        return disk(vm, mib, csv, null, null, null);
    }

    private static PlacedDisk disk(
            String vm,
            long mib,
            String csv,
            @Nullable String backup,
            @Nullable String dr,
            @Nullable String apart) {
        return new PlacedDisk(
                new VmId(vm), "disk", new MiB(mib), 0, new CsvId(csv), true, backup, dr, apart);
    }

    private static ConsolidationProblem problem(List<Volume> volumes, List<PlacedDisk> disks) {
        return new ConsolidationProblem(volumes, disks, 0, 500);
    }

    private static List<String> moves(Consolidation plan) {
        return plan.moves().stream()
                .map(move -> move.disk().vm() + ": " + move.from() + " → " + move.to())
                .toList();
    }

    @Test
    void theExampleOfTheJavadoc() {
        ConsolidationProblem problem =
                problem(
                        List.of(volume("a", 100), volume("b", 100), volume("c", 100)),
                        List.of(
                                disk("v1", 60, "a"),
                                disk("v2", 30, "b"),
                                disk("v3", 30, "b"),
                                disk("v4", 40, "c")));

        for (Consolidation plan : both(problem)) {
            assertThat(moves(plan)).containsExactly("v4: c → a");
            assertThat(plan.emptied()).containsExactly(new CsvId("c"));
            assertThat(plan.cost()).isEqualTo(new Cost(2, 16, 1, 40));
            assertThat(plan.reservationsBefore()).isEqualTo(24);
            assertThat(plan.isProven()).isTrue();
        }
    }

    @Test
    void aDiskMakesRoomForAnother() {
        // c's 50 fit nowhere until 30 of b have gone to a.
        ConsolidationProblem problem =
                problem(
                        List.of(volume("a", 100), volume("b", 100), volume("c", 60)),
                        List.of(
                                disk("v1", 70, "a"),
                                disk("v2", 30, "b"),
                                disk("v3", 45, "b"),
                                disk("v4", 50, "c")));

        for (Consolidation plan : both(problem)) {
            assertThat(moves(plan)).containsExactly("v2: b → a", "v4: c → b");
            assertThat(plan.moves())
                    .extracting(Consolidation.Move::purpose)
                    .containsExactly(Purpose.MAKE_ROOM, Purpose.EMPTY_VOLUME);
        }
    }

    @Test
    void manySmallVolumesGoOntoALargeEmptyOne() {
        ConsolidationProblem problem =
                problem(
                        List.of(
                                volume("large", 200),
                                volume("s1", 50),
                                volume("s2", 50),
                                volume("s3", 50)),
                        List.of(disk("v1", 50, "s1"), disk("v2", 50, "s2"), disk("v3", 50, "s3")));

        for (Consolidation plan : both(problem)) {
            assertThat(plan.cost()).isEqualTo(new Cost(1, 8, 3, 150));
            assertThat(plan.emptied())
                    .containsExactly(new CsvId("s1"), new CsvId("s2"), new CsvId("s3"));
        }
    }

    @Test
    void policiesAntiAffinityAndHeadroomHold() {
        List<Volume> volumes =
                List.of(
                        volume("a", 100),
                        volume("b", 100),
                        volume("c", 100),
                        new Volume(new CsvId("d"), 100, 100L, "weekly", 8));
        List<PlacedDisk> disks =
                List.of(
                        disk("n1", 10, "a", "nightly", "replicated", "sql"),
                        disk("n2", 10, "b", "nightly", "replicated", "sql"),
                        disk("n3", 10, "c", "nightly", "local", null),
                        disk("w1", 10, "d", "weekly", "local", null));

        for (Consolidation plan : both(problem(volumes, disks))) {
            assertThat(plan.moves()).isEmpty();
            assertThat(plan.isProven()).isTrue();
        }
        ConsolidationProblem tight =
                new ConsolidationProblem(
                        List.of(volume("a", 100), volume("b", 100)),
                        List.of(disk("v1", 50, "a"), disk("v2", 41, "b")),
                        10,
                        500);
        for (Consolidation plan : both(tight)) {
            assertThat(plan.moves()).isEmpty();
        }
    }

    @Test
    void whatBrokeARuleBeforeMayStayButNothingJoinsIt() {
        ConsolidationProblem problem =
                problem(
                        List.of(volume("mixed", 1000), volume("b", 100)),
                        List.of(
                                disk("v1", 10, "mixed", "nightly", null, null),
                                disk("v2", 10, "mixed", "weekly", null, null),
                                disk("v3", 10, "b", "weekly", null, null)));

        for (Consolidation plan : both(problem)) {
            assertThat(plan.cost().volumes()).isEqualTo(2);
            assertThat(plan.moves()).isEmpty();
        }
    }

    /** Small cases against all layouts there are: the exact search, and the one for large cases. */
    @Test
    void isAsGoodAsExhaustiveSearchOnSmallCases() {
        int sameVolumes = 0;
        int sameCost = 0;
        int worst = 0;
        int gained = 0;
        for (int i = 0; i < SMALL_CASES; i++) {
            ConsolidationProblem problem = small(new Random(SEED + i));
            PlanReplay replay = new PlanReplay(problem);
            Cost best = replay.best();
            Consolidation exact = ConsolidationPlanner.plan(problem);
            Consolidation approximate = ConsolidationPlanner.approximately(problem);

            assertThat(ExactConsolidation.canSolve(problem)).isTrue();
            assertThat(replay.replay(exact)).as("seed %d", SEED + i).isEqualTo(exact.cost());
            assertThat(exact.cost()).as("seed %d", SEED + i).isEqualTo(best);
            assertThat(replay.replay(approximate))
                    .as("seed %d", SEED + i)
                    .isEqualTo(approximate.cost());
            assertThat(approximate.least())
                    .as("bound of seed %d", SEED + i)
                    .isLessThanOrEqualTo(best.volumes());
            int more = approximate.cost().volumes() - best.volumes();
            worst = Math.max(worst, more);
            sameVolumes += more == 0 ? 1 : 0;
            sameCost += approximate.cost().equals(best) ? 1 : 0;
            gained += best.volumes() < problem.volumes().size() ? 1 : 0;
        }
        System.out.printf(
                "consolidation, seeds %d to %d: exact search best in %d of %d (a volume was gained"
                    + " in %d); approximation: as few volumes in %d, same cost in %d, at most %d"
                    + " volumes more%n",
                SEED,
                SEED + SMALL_CASES - 1,
                SMALL_CASES,
                SMALL_CASES,
                gained,
                sameVolumes,
                sameCost,
                worst);
        assertThat(worst).isLessThanOrEqualTo(1);
        assertThat(sameVolumes).isGreaterThanOrEqualTo(SMALL_CASES * 97 / 100);
    }

    @Test
    void everyMoveOfALargePlanIsPossibleAndThePlanIsAlwaysTheSame() {
        for (int i = 0; i < LARGE_CASES; i++) {
            ConsolidationProblem problem = large(new Random(SEED + i));
            long begin = System.nanoTime();
            Consolidation plan = ConsolidationPlanner.plan(problem);
            long millis = (System.nanoTime() - begin) / 1_000_000;

            int before =
                    new PlanReplay(problem).cost(new PlanReplay(problem).start(), 0, 0).volumes();
            assertThat(new PlanReplay(problem).replay(plan))
                    .as("seed %d", SEED + i)
                    .isEqualTo(plan.cost());
            assertThat(plan.cost().volumes())
                    .isLessThanOrEqualTo(before)
                    .isGreaterThanOrEqualTo(plan.least());
            assertThat(plan.moves()).hasSizeLessThanOrEqualTo(problem.maxMoves());
            if (i == 0) {
                assertThat(ConsolidationPlanner.plan(problem)).isEqualTo(plan);
            }
            System.out.printf(
                    "consolidation, seed %d: %d volumes, %d disks: %d in use become %d (at least"
                            + " %d), %d moves, %d ms%n",
                    SEED + i,
                    problem.volumes().size(),
                    problem.disks().size(),
                    before,
                    plan.cost().volumes(),
                    plan.least(),
                    plan.moves().size(),
                    millis);
        }
    }

    private static List<Consolidation> both(ConsolidationProblem problem) {
        return List.of(
                ConsolidationPlanner.exactly(problem), ConsolidationPlanner.approximately(problem));
    }

    /** Up to 4 volumes and 5 disks, or 3 and 7: at most 3⁷ layouts. */
    private static ConsolidationProblem small(Random random) {
        boolean wide = random.nextBoolean();
        return random(
                random,
                wide ? 2 + random.nextInt(3) : 2 + random.nextInt(2),
                wide ? 1 + random.nextInt(5) : 1 + random.nextInt(7),
                3,
                60);
    }

    private static ConsolidationProblem large(Random random) {
        return random(random, 60, 500, 40, 400);
    }

    /** A legal start as far as capacity goes; policies and sets may be broken here and there. */
    private static ConsolidationProblem random(
            Random random, int volumes, int disks, int sets, long spread) {
        boolean policies = random.nextInt(3) > 0;
        boolean apart = random.nextInt(3) > 0;
        boolean orderly = random.nextInt(4) > 0;
        List<Volume> all = new ArrayList<>();
        long[] room = new long[volumes];
        for (int v = 0; v < volumes; v++) {
            room[v] = spread + random.nextLong(spread * 4);
            all.add(
                    new Volume(
                            new CsvId("csv-%02d".formatted(v)),
                            room[v],
                            random.nextInt(3) == 0 ? (long) (50 + random.nextInt(400)) : null,
                            policies && orderly ? "p" + v % 2 : null,
                            8 + random.nextInt(2) * 8));
        }
        List<PlacedDisk> placed = new ArrayList<>();
        for (int d = 0; d < disks; d++) {
            int v = random.nextInt(volumes);
            long mib = 1 + random.nextLong(spread / (disks > 100 ? 4 : 1));
            for (int tries = 0; tries < volumes && mib > room[v]; tries++) {
                v = (v + 1) % volumes;
            }
            if (mib > room[v]) {
                continue;
            }
            room[v] -= mib;
            String vm = "vm-%03d".formatted(random.nextInt(4) == 0 && d > 0 ? d - 1 : d);
            int number = Integer.parseInt(vm.substring(3));
            placed.add(
                    new PlacedDisk(
                            new VmId(vm),
                            "disk-" + d,
                            new MiB(mib),
                            random.nextInt(20),
                            new CsvId("csv-%02d".formatted(v)),
                            random.nextInt(25) > 0,
                            policies ? "p" + (orderly ? v % 2 : number % 2) : null,
                            policies && number % 5 == 0 ? "replicated" : null,
                            apart && number % 3 == 0 ? "set-" + number % sets : null));
        }
        return new ConsolidationProblem(
                all, placed, random.nextInt(2) * 10, disks > 100 ? 500 : 50);
    }
}
