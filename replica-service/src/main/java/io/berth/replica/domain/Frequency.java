package io.berth.replica.domain;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How often a VM is copied. The three steps are those of Hyper-V Replica; there is nothing between.
 */
public enum Frequency {
    /** For what may lose next to nothing. */
    EVERY_30_SECONDS(Duration.ofSeconds(30)),
    /** What one gets who does not say. */
    EVERY_5_MINUTES(Duration.ofMinutes(5)),
    /** For slow links and machines that change little. */
    EVERY_15_MINUTES(Duration.ofMinutes(15));

    /** When the caller does not say. */
    public static final Frequency DEFAULT = EVERY_5_MINUTES;

    private final Duration interval;

    Frequency(Duration interval) {
        this.interval = interval;
    }

    /** The time between the beginnings of two cycles. */
    public Duration interval() {
        return interval;
    }

    /** The frequency of exactly this interval; empty for any other, zero and negative included. */
    public static Optional<Frequency> of(Duration interval) {
        return Arrays.stream(values())
                .filter(frequency -> frequency.interval.equals(interval))
                .findFirst();
    }

    /** All intervals, shortest first. */
    public static List<Duration> allowed() {
        return Arrays.stream(values()).map(Frequency::interval).toList();
    }
}
