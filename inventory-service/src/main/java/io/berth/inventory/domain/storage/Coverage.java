package io.berth.inventory.domain.storage;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a period was measured. Advice needs {@link Assessment#FEWEST_SAMPLES} stretches and
 * {@link #NEEDED_PERCENT} % of the period: less could be a quiet night or a busy noon alone.
 *
 * @param stretch how long one of its parts is
 * @param measured parts in which the disk was reported
 * @param firstAt of the first of them; absent where there is none
 * @param lastAt of the last of them; absent where there is none
 */
public record Coverage(
        Instant from,
        Instant until,
        Duration stretch,
        int measured,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt) {
    /** How much of the period must have been measured. */
    public static final int NEEDED_PERCENT = 50;

    /** Parts of the period. */
    public long stretches() {
        return Math.ceilDiv(
                Math.max(1, Duration.between(from, until).toMillis()),
                Math.max(1, stretch.toMillis()));
    }

    /** How much was measured, 0 to 100, rounded down. */
    public int percent() {
        return (int) Math.min(100, measured * 100L / stretches());
    }

    /** Stretches that have to be there. */
    public long needed() {
        return Math.max(Assessment.FEWEST_SAMPLES, Math.ceilDiv(stretches() * NEEDED_PERCENT, 100));
    }

    /** Whether that is enough for advice. */
    public boolean isEnough() {
        return measured >= needed();
    }
}
