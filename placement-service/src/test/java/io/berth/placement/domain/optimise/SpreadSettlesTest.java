package io.berth.placement.domain.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.placement.domain.policy.Aggressiveness;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random clusters under random load, whose owner spreads it by itself: no filter is ever broken, no
 * VM moves again before its cool-down is over, and at constant load it comes to rest. {@code
 * -Dberth.spread.seed=… -Dberth.spread.runs=1} repeats one run.
 */
class SpreadSettlesTest {
    private static final int RUNS = Integer.getInteger("berth.spread.runs", 100);
    private static final long FIRST_SEED = Long.getLong("berth.spread.seed", 1);

    /** Rounds in which load changes. */
    private static final int RESTLESS = 24;

    /** Rounds at constant load: two cool-downs of the longest, and more. */
    private static final int CALM = 72;

    /** The last of them, in which nothing may move any more. */
    private static final int REST = 24;

    /** Shares of what is measured are whole numbers. */
    private static final double ROUNDING = 0.01;

    private int moves;
    private int failed;
    private int rounds;
    private int slowest;
    private int runsThatMoved;

    @Test
    void atConstantLoadItComesToRest() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try {
                settles(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.spread.seed=" + seed, e);
            }
        }
        System.out.printf(
                "%d clusters, %d of them moved something: %d rounds with %d moves, %d more broken"
                        + " off; at rest after at most %d rounds of constant load, %s%n",
                RUNS,
                runsThatMoved,
                rounds,
                moves,
                failed,
                slowest,
                SpreadWorld.STEP.multipliedBy(slowest));
        assertThat(runsThatMoved).as("clusters that move something").isGreaterThan(RUNS / 2);
        assertThat(failed).as("migrations that fail").isPositive();
    }

    private void settles(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SpreadWorld world = new SpreadWorld(random, false);
        for (int i = 0; i < RESTLESS; i++) {
            world.changeLoad();
            world.pass();
        }
        for (int i = 0; i < CALM; i++) {
            world.pass();
        }
        assertThat(world.time - world.lastMoveAt)
                .as("rounds since the last move")
                .isGreaterThanOrEqualTo(REST);
        slowest = Math.max(slowest, world.lastMoveAt - RESTLESS);
        moves += world.moves;
        failed += world.failed;
        rounds += world.rounds.size();
        runsThatMoved += world.moves > 0 ? 1 : 0;
        assertThat(Duration.ofMinutes(10L * (CALM - REST)))
                .isGreaterThan(Aggressiveness.of(1).coolDown());
    }

    @Test
    void whereLoadIsAsItIsTakenToBeThePotentialFallsWithEveryRound() {
        int falls = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            SpreadWorld world = new SpreadWorld(new SplittableRandom(seed), true);
            for (int i = 0; i < RESTLESS; i++) {
                double before = world.potential();
                int movesBefore = world.moves;
                world.pass();
                int made = world.moves - movesBefore;
                assertThat(world.potential())
                        .as("seed %d, round %d with %d moves", seed, i, made)
                        .isLessThanOrEqualTo(before - made * world.level.leastGain() + ROUNDING);
                falls += made;
            }
        }
        assertThat(falls).isGreaterThan(RUNS);
    }
}
