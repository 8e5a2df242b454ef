package io.berth.monitoring.domain.skew;

import java.util.Arrays;

/**
 * When the calendar clock of a host counts as wrong.
 *
 * <p><b>Rule.</b> Every {@link #PERIOD} of log time, the hosts of the partition of which at least
 * {@link #ENOUGH} beats have come since the last time are compared with their median, so that an
 * error of the broker's own clock cancels out. Above {@link #WRONG} a clock counts as wrong, and as
 * right again at {@link #RIGHT} or below; between them nothing changes, so that a clock on the edge
 * is told once. With fewer than {@link #FLEET} hosts nobody is judged: of two clocks that differ
 * nobody knows which is wrong. When log time restarts its thresholds (gap, clock step, other
 * leader), what was measured before is forgotten, as it was measured by another clock.
 *
 * <p><b>Worked example.</b> Distances of 12, 20, 31 and −2,380 ms: the median (the lower of the
 * middle two) is 12, so the skews are 0, −8, −19 and +2,392 ms: the last host's clock is 2.4 s
 * ahead.
 *
 * <p>Complexity: sorting the hosts of a partition once each period.
 */
public final class SkewRules {
    /** Between two judgements, in milliseconds of log time. */
    public static final long PERIOD = 10_000;

    /** Beats of one host that make a measurement. */
    public static final int ENOUGH = 5;

    /** Hosts that make a median. */
    public static final int FLEET = 3;

    /** Above this many milliseconds a clock counts as wrong. */
    public static final long WRONG = 2_000;

    /** At or below this many milliseconds it counts as right again. */
    public static final long RIGHT = 1_500;

    /**
     * Moments further from 1970 than this are taken as this, so that differences never overflow.
     */
    static final long FAR = 1L << 60;

    private SkewRules() {}

    /**
     * The median, the lower of the middle two.
     *
     * @param distances at least one; sorted afterwards
     */
    public static long median(long[] distances) {
        Arrays.sort(distances);
        return distances[(distances.length - 1) / 2];
    }

    /** Whether a clock counts as wrong, given how far it is off and what was said before. */
    public static boolean isWrong(long skewMillis, boolean before) {
        return Math.abs(skewMillis) > (before ? RIGHT : WRONG);
    }
}
