package io.berth.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a piece of work costs in processor time of the whole JVM, collecting its garbage included.
 *
 * <p>Processor time and not time of day, because other programs on the machine take turns with this
 * one; and warm-up until so much work is done and not for so long, for the same reason. Compiling
 * goes on for a while after that, so the median of several rounds counts.
 */
final class CpuTime {
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofMillis(600);
    private static final int ROUNDS = 7;

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Takes every result, so that no work can be left out as useless. */
    private static volatile long sink;

    private CpuTime() {}

    /**
     * What was measured.
     *
     * @param nanos of processor time for one item, the median of the rounds
     * @param spreadPercent from the lowest to the highest round, in percent of the median
     */
    record Measured(double nanos, double spreadPercent) {
        /** How many items one core does in a second. */
        double perSecond() {
            return 1e9 / nanos;
        }
    }

    /**
     * Measures.
     *
     * @param items what one call of {@code work} does
     * @param work returns something that depends on all that it did
     */
    static Measured of(long items, LongSupplier work) {
        spend(WARM_UP, work);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = spend(ROUND, work) / items;
        }
        Sample sample = new Sample(rounds);
        double median = sample.percentile(50);
        return new Measured(median, 100 * (sample.max() - sample.percentile(0)) / median);
    }

    /** Works for at least so much processor time; returns the nanoseconds of one call. */
    private static double spend(Duration atLeast, LongSupplier work) {
        long begun = SYSTEM.getProcessCpuTime();
        long spent;
        long calls = 0;
        do {
            sink += work.getAsLong();
            calls++;
            spent = SYSTEM.getProcessCpuTime() - begun;
        } while (spent < atLeast.toNanos());
        return (double) spent / calls;
    }
}
