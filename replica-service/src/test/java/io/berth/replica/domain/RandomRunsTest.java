package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Hundreds of seeded runs in which hosts crash and come back, agents are slow, silent or repeat
 * themselves, targets lose their disks, VMs move, and operators interfere. What must never happen
 * is looked for after every single decision; in the end all faults stop, and everything must be
 * replicated again.
 */
class RandomRunsTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 300);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);

    @Test
    void whateverHappensTheInvariantsHold() {
        long completed = 0;
        long failed = 0;
        long ignored = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            RandomRun run = new RandomRun(seed);
            try {
                run.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
            completed += run.completed();
            failed += run.failed();
            ignored += run.ignored();
        }
        assertThat(completed).as("the runs copy something").isGreaterThan(10L * RUNS);
        assertThat(failed).as("the runs fail at something").isGreaterThan(5L * RUNS);
        assertThat(ignored).as("late and repeated answers come").isGreaterThan(RUNS);
    }
}
