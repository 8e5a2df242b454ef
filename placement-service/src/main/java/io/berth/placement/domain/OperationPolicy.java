package io.berth.placement.domain;

import io.berth.contracts.Require;
import java.time.Duration;

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
 */
public record OperationPolicy(
        int perPair,
        int perHost,
        Duration repeat,
        Duration limit,
        Duration retry,
        int attempts,
        int maxOpen) {
    /** The defaults. */
    public static final OperationPolicy DEFAULT =
            new OperationPolicy(
                    2,
                    4,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(15),
                    5,
                    256);

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
    }

    /** The same without a bound on how many VMs move at once, to plan all of an evacuation. */
    OperationPolicy allAtOnce() {
        return new OperationPolicy(1000, 4096, repeat, limit, retry, attempts, maxOpen);
    }
}
