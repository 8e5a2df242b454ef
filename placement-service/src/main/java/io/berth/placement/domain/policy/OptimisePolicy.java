package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How the load of a host group is spread anew.
 *
 * @param interval how long after one round the next begins by itself, 10 minutes to 24 hours
 * @param aggressiveness 1 to 5; see {@link Aggressiveness}
 * @param powerAdvice whether hosts of the group may be advised to be switched off
 *     <p>Source of the bounds and defaults: Berth's domain description, section 2.5.
 */
public record OptimisePolicy(
        OptimiseMode mode, Duration interval, int aggressiveness, boolean powerAdvice) {
    /** The shortest interval. */
    public static final Duration LEAST_INTERVAL = Duration.ofMinutes(10);

    /** The longest interval. */
    public static final Duration MOST_INTERVAL = Duration.ofHours(24);

    /** When people ask, in the middle of the table. */
    public static final OptimisePolicy DEFAULT =
            new OptimisePolicy(OptimiseMode.MANUAL, LEAST_INTERVAL, 3, true);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public OptimisePolicy {
        Require.present("optimise.mode", mode);
        Require.present("optimise.interval", interval);
        if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(MOST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "optimise-interval is %s; allowed are %s to %s"
                            .formatted(interval, LEAST_INTERVAL, MOST_INTERVAL));
        }
        Require.range("aggressiveness", aggressiveness, 1, Aggressiveness.LEVELS);
    }

    /**
     * The policy of a domain whose hosts are of these groups: in each part the more cautious one,
     * so that no host is optimised more than its group allows.
     *
     * @return null when optimisation is off for all of them
     */
    public static @Nullable OptimisePolicy ofDomain(Collection<GroupPolicy> groups) {
        OptimisePolicy all = null;
        for (GroupPolicy group : groups) {
            OptimisePolicy one = group.optimise();
            if (one.mode() != OptimiseMode.OFF) {
                all = all == null || all.equals(one) ? one : all.moreCautious(one);
            }
        }
        return all;
    }

    private OptimisePolicy moreCautious(OptimisePolicy other) {
        return new OptimisePolicy(
                mode.compareTo(other.mode) <= 0 ? mode : other.mode,
                interval.compareTo(other.interval) >= 0 ? interval : other.interval,
                Math.min(aggressiveness, other.aggressiveness),
                powerAdvice && other.powerAdvice);
    }
}
