package io.berth.replica.domain;

import io.berth.contracts.replica.CycleKind;
import java.time.Duration;

/**
 * The constants of the scheduler.
 *
 * @param deltaAnswerWithin how long a source may take for a delta before it counts as silent
 * @param initialAnswerWithin the same for an initial copy, which sends everything
 * @param firstPause before the second try after a failure; doubled with each further one
 * @param longestPause between two tries, and not more than the frequency
 * @param firstRecheck when a held cycle is looked at again for the first time
 * @param longestRecheck the same after it was held for long: a quarter of the time held, within
 *     these two
 */
public record ReplicaPolicy(
        Duration deltaAnswerWithin,
        Duration initialAnswerWithin,
        Duration firstPause,
        Duration longestPause,
        Duration firstRecheck,
        Duration longestRecheck) {
    /**
     * The lengths that hold unless configured: a 30 s cycle of a busy VM takes seconds, so two
     * minutes are silence; an initial copy of 256 GiB over 10 Gbit/s takes four.
     */
    public static final ReplicaPolicy DEFAULT =
            new ReplicaPolicy(
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30));

    /** A failover or a test whose rules threw is left alone for so long. */
    public static final Duration SET_ASIDE = Duration.ofSeconds(10);

    /** How long the source has for a cycle of this kind. */
    Duration answerWithin(CycleKind kind) {
        return switch (kind) {
            case INITIAL_COPY -> initialAnswerWithin;
            case DELTA, LAST_DELTA -> deltaAnswerWithin;
        };
    }

    /** How long to wait after so many failures in a row. */
    Duration pauseAfter(int failures, Frequency frequency) {
        return Moments.shorter(
                Moments.pause(firstPause, failures, longestPause), frequency.interval());
    }

    /** When to look again at a cycle that has been held for so long. */
    Duration recheckAfter(Duration held) {
        Duration quarter = held.dividedBy(4);
        return quarter.compareTo(firstRecheck) < 0
                ? firstRecheck
                : Moments.shorter(quarter, longestRecheck);
    }
}
