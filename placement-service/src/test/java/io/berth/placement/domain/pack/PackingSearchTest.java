package io.berth.placement.domain.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.placement.domain.pack.PackingTask.Bin;
import io.berth.placement.domain.pack.PackingTask.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Packings keep every rule and are as good as they claim, over seeded random tasks. */
class PackingSearchTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 400);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final long STEPS = 20_000;

    /** A task, and what it was made from. */
    private record Given(List<Kind> kinds, List<Bin> bins, PackingTask task) {
        static Given of(List<Kind> kinds, List<Bin> bins) {
            return new Given(kinds, bins, new PackingTask(kinds, bins));
        }
    }

    @Test
    void everyPackingKeepsRoomAndRules() {
        int improved = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try {
                Given given = anyTask(new SplittableRandom(seed), 40);
                Packing start = BinFiller.fill(given.task());
                isSound(given, start);
                PackingSearch search = new PackingSearch(given.task(), seed);
                search.advance(STEPS);
                isSound(given, search.best());
                assertThat(start.isBetterThan(search.best())).isFalse();
                if (search.best().placed() == given.task().items()) {
                    assertThat(search.best().opened()).isGreaterThanOrEqualTo(search.bound());
                }
                improved += search.best().isBetterThan(start) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
        }
        assertThat(improved).as("the search finds better ones").isGreaterThan(RUNS / 20);
    }

    @Test
    void theSameSeedAndStepsGiveTheSamePacking() {
        Given given = anyTask(new SplittableRandom(7), 60);
        PackingSearch once = new PackingSearch(given.task(), 42);
        PackingSearch again = new PackingSearch(given.task(), 42);
        once.advance(STEPS);
        again.advance(STEPS);

        assertThat(once.best().bins()).isEqualTo(again.best().bins());
        assertThat(once.steps()).isEqualTo(again.steps());
    }

    @Test
    void smallTasksAreSolvedToTheOptimum() {
        int missed = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int items = 5 + random.nextInt(4);
            List<Kind> kinds = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                kinds.add(kind(1, 1 + random.nextInt(7), 1 + random.nextInt(7)));
            }
            Given given = Given.of(kinds, Collections.nCopies(items, bin(false, 10, 10)));
            PackingSearch search = new PackingSearch(given.task(), seed);
            search.advance(STEPS);
            int optimum = optimum(given);
            assertThat(search.bound())
                    .as("bound with -Dberth.random.seed=" + seed)
                    .isLessThanOrEqualTo(optimum);
            assertThat(search.best().opened()).isGreaterThanOrEqualTo(optimum);
            missed += search.best().opened() > optimum ? 1 : 0;
        }
        assertThat(missed).as("of %d optima missed", RUNS).isLessThanOrEqualTo(RUNS / 100);
    }

    @Test
    void theExampleOfTheFillerTakesTwoBins() {
        Given given =
                Given.of(
                        List.of(kind(1, 6, 2), kind(1, 5, 5), kind(1, 4, 7), kind(1, 5, 5)),
                        Collections.nCopies(4, bin(false, 10, 10)));
        Packing packing = BinFiller.fill(given.task());

        assertThat(packing.opened()).isEqualTo(2);
        assertThat(packing.binOf(0)).isEqualTo(packing.binOf(2));
        assertThat(packing.binOf(1)).isEqualTo(packing.binOf(3));
        assertThat(PackingBound.of(given.task())).isEqualTo(2);
    }

    @Test
    void theExampleOfTheBound() {
        Given given =
                Given.of(List.of(kind(3, 6), kind(2, 3)), Collections.nCopies(5, bin(false, 10)));

        assertThat(PackingBound.of(given.task())).isEqualTo(3);
    }

    @Test
    void itemsThatExcludeEachOtherInDifferentDimensionsNeedABinEach() {
        Given given =
                Given.of(
                        List.of(kind(1, 9, 2), kind(1, 2, 9), kind(1, 5, 5)),
                        Collections.nCopies(3, bin(false, 10, 10)));

        assertThat(PackingBound.of(given.task())).isEqualTo(3);
    }

    @Test
    void binsInUseAreFilledFirstAndCountForNothing() {
        Given given =
                Given.of(List.of(kind(3, 4)), List.of(bin(false, 100), bin(true, 5), bin(true, 8)));
        PackingSearch search = new PackingSearch(given.task(), 1);

        assertThat(search.best().placed()).isEqualTo(3);
        assertThat(search.best().opened()).isZero();
        assertThat(search.isOver()).isTrue();
    }

    @Test
    void whatFitsNowhereIsLeftOutAndTheRestIsPacked() {
        Given given =
                Given.of(List.of(kind(1, 11), kind(2, 5)), List.of(bin(false, 10), bin(false, -3)));
        PackingSearch search = new PackingSearch(given.task(), 1);
        search.advance(STEPS);

        assertThat(search.best().binOf(0)).isEqualTo(Packing.NOWHERE);
        assertThat(search.best().placed()).isEqualTo(2);
    }

    @Test
    void nothingToPackAndNowhereToPackItAreAnswered() {
        PackingSearch nothing = new PackingSearch(new PackingTask(List.of(), List.of()), 1);
        PackingSearch nowhere =
                new PackingSearch(new PackingTask(List.of(kind(2, 1)), List.of()), 1);
        nowhere.advance(STEPS);

        assertThat(nothing.isOver()).isTrue();
        assertThat(nowhere.best().placed()).isZero();
    }

    @Test
    void negativeNeedsAndMixedDimensionsAreRefused() {
        assertThatThrownBy(() -> kind(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PackingTask(List.of(kind(1, 1, 1)), List.of(bin(false, 10))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Kind kind(int count, long... needs) {
        return new Kind(LongStream.of(needs).boxed().toList(), count, new BitSet());
    }

    private static Bin bin(boolean inUse, long... rooms) {
        return new Bin(LongStream.of(rooms).boxed().toList(), inUse);
    }

    private static Given anyTask(SplittableRandom random, int mostKinds) {
        int dimensions = 1 + random.nextInt(4);
        boolean alike = random.nextBoolean();
        List<Kind> kinds = new ArrayList<>();
        int bins = 4 + random.nextInt(40);
        for (int i = 1 + random.nextInt(mostKinds); i > 0; i--) {
            BitSet closed = new BitSet();
            if (!alike && random.nextInt(3) == 0) {
                IntStream.range(0, bins).filter(b -> random.nextInt(2) == 0).forEach(closed::set);
            }
            kinds.add(
                    new Kind(
                            random.longs(dimensions, 0, 60).boxed().toList(),
                            random.nextInt(4),
                            closed));
        }
        List<Bin> all = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            all.add(
                    alike
                            ? new Bin(Collections.nCopies(dimensions, 100L), false)
                            : new Bin(
                                    random.longs(dimensions, -10, 150).boxed().toList(),
                                    random.nextInt(4) == 0));
        }
        return Given.of(kinds, all);
    }

    private static void isSound(Given given, Packing packing) {
        PackingTask task = given.task();
        long[][] used = new long[given.bins().size()][task.dimensions()];
        boolean[] touched = new boolean[used.length];
        int placed = 0;
        for (int item = 0; item < task.items(); item++) {
            int bin = packing.binOf(item);
            if (bin == Packing.NOWHERE) {
                continue;
            }
            placed++;
            Kind kind = given.kinds().get(task.kindOf(item));
            assertThat(kind.closed().get(bin)).as("item %d may be in bin %d", item, bin).isFalse();
            touched[bin] |= !given.bins().get(bin).inUse();
            for (int d = 0; d < task.dimensions(); d++) {
                used[bin][d] += kind.needs().get(d);
                assertThat(used[bin][d])
                        .as("used of bin %d in dimension %d", bin, d)
                        .isLessThanOrEqualTo(Math.max(given.bins().get(bin).rooms().get(d), 0));
            }
        }
        assertThat(packing.placed()).isEqualTo(placed);
        assertThat(packing.opened())
                .isEqualTo(
                        (int) IntStream.range(0, touched.length).filter(b -> touched[b]).count());
    }

    /** By trying everything; bins are alike, so an item opens at most the next one. */
    private static int optimum(Given given) {
        long[][] needs =
                given.kinds().stream()
                        .map(kind -> kind.needs().stream().mapToLong(Long::longValue).toArray())
                        .toArray(long[][]::new);
        return search(needs, 0, new long[needs.length][needs[0].length], 0, needs.length);
    }

    private static int search(long[][] needs, int item, long[][] used, int opened, int best) {
        if (opened >= best) {
            return best;
        }
        if (item == needs.length) {
            return opened;
        }
        int found = best;
        for (int bin = 0; bin <= opened && bin < used.length; bin++) {
            long[] before = used[bin].clone();
            Arrays.setAll(used[bin], d -> before[d] + needs[item][d]);
            if (Arrays.stream(used[bin]).allMatch(sum -> sum <= 10)) {
                found = search(needs, item + 1, used, Math.max(opened, bin + 1), found);
            }
            used[bin] = before;
        }
        return found;
    }
}
