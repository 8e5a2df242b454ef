package io.berth.monitoring.domain.skew;

import io.berth.contracts.monitoring.ClockSkewed;
import java.util.OptionalLong;

/**
 * How far one host's calendar clock lies behind the broker's, measured over the beats of a
 * {@linkplain SkewRules#PERIOD period}. Soft state of the fold; not safe for several threads.
 *
 * <p>Each beat gives {@code timestamp − sentAt}, which is the distance of the clocks plus the time
 * that the beat was under way. The least of several is the one that was under way for the shortest
 * time, so a busy broker or a relay makes no clock look wrong.
 */
public final class ClockOffset {
    private long leastMillis;
    private int samples;
    private boolean skewed;

    /** Nothing measured. */
    public ClockOffset() {}

    /** As it was saved. */
    public ClockOffset(long leastMillis, int samples, boolean skewed) {
        this.leastMillis = leastMillis;
        this.samples = samples;
        this.skewed = skewed;
    }

    /** Takes up one beat. */
    public void add(long timestampMillis, long sentAtMillis) {
        long offset =
                Math.clamp(
                        Math.clamp(timestampMillis, -SkewRules.FAR, SkewRules.FAR)
                                - Math.clamp(sentAtMillis, -SkewRules.FAR, SkewRules.FAR),
                        -ClockSkewed.MAX_MILLIS / 2,
                        ClockSkewed.MAX_MILLIS / 2);
        leastMillis = samples == 0 ? offset : Math.min(leastMillis, offset);
        samples = Math.min(samples + 1, SkewRules.ENOUGH);
    }

    /** Forgets the measurements, not the verdict. */
    public void forget() {
        leastMillis = 0;
        samples = 0;
    }

    /** The distance in milliseconds, once there are enough beats. */
    public OptionalLong measured() {
        return samples < SkewRules.ENOUGH ? OptionalLong.empty() : OptionalLong.of(leastMillis);
    }

    /** The least distance so far; 0 before the first beat. */
    public long leastMillis() {
        return leastMillis;
    }

    /** How many beats it is the least of, as far as that matters. */
    public int samples() {
        return samples;
    }

    /** Whether the clock counts as wrong. */
    public boolean isSkewed() {
        return skewed;
    }

    /** The verdict. */
    public void judge(boolean wrong) {
        skewed = wrong;
    }
}
