package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.placement.domain.vm.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The constants of operations.
 *
 * @param perPair how many VMs move from one host to another at once
 * @param perHost how many VMs leave one host at once in an evacuation
 * @param repeat after how long without an answer an order is sent again
 * @param limit how long a migration may take before it is broken off
 * @param retry after how long a blocked VM is tried again
 * @param attempts how often a VM of an evacuation is ordered to move before it is given up
 * @param maxOpen how many operations a domain may have open
 * @param longest how long what a VM takes along may be under way by the estimate of its {@link
 *     Payload}, unless an operator overrides it; {@link #LONGEST} where it is not stated, as in
 *     policies of the time before there was such a bound
 */
public record OperationPolicy(
        int perPair,
        int perHost,
        Duration repeat,
        Duration limit,
        Duration retry,
        int attempts,
        int maxOpen,
        Duration longest) {
    /** A night shift: whoever begins it in the evening finds it done in the morning. */
    public static final Duration LONGEST = Duration.ofHours(8);

    /** The defaults. */
    public static final OperationPolicy DEFAULT =
            new OperationPolicy(
                    2,
                    4,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(15),
                    5,
                    256,
                    LONGEST);

    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public OperationPolicy {
        Require.range("operations.perPair", perPair, 1, 1000);
        Require.range("operations.perHost", perHost, 1, 4096);
        Require.range("operations.repeat", repeat.toMillis(), 1, Long.MAX_VALUE);
        Require.range("operations.limit", limit.toMillis(), 1, Long.MAX_VALUE);
        Require.range("operations.retry", retry.toMillis(), 1, Long.MAX_VALUE);
        Require.range("operations.attempts", attempts, 1, 1000);
        Require.range("operations.maxOpen", maxOpen, 1, 10_000);
        longest = longest == null ? LONGEST : longest;
        Require.range("operations.longest", longest.toMillis(), 1, Long.MAX_VALUE);
    }

    /** The same without a bound on how many VMs move at once, to plan all of an evacuation. */
    public OperationPolicy allAtOnce() {
        return new OperationPolicy(1000, 4096, repeat, limit, retry, attempts, maxOpen, longest);
    }

    /**
     * After how long a migration is broken off: after {@link #limit}, or after twice the estimate
     * where that is longer; where disks go along over a link that is not known, after {@link
     * #longest}.
     */
    public Duration allowed(@Nullable Payload payload) {
        if (payload == null) {
            return limit;
        }
        Duration estimate = payload.estimate();
        Duration generous =
                estimate != null
                        ? estimate.multipliedBy(2)
                        : payload.storage() == null ? limit : longest;
        return generous.compareTo(limit) > 0 ? generous : limit;
    }
}
