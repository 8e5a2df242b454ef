package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Identifiers;
import java.time.Duration;

/**
 * When a VM is started among others that are started with it: after all of lower tiers of its
 * group. Tiers are numbers, so that no VM can wait for itself by way of another.
 *
 * @param group VMs of other groups and other placement domains are not waited for
 * @param tier 1 to {@value #MAX_TIER}; the lowest is started first
 * @param delay how long it still waits once the tiers below run, at most {@link #MAX_DELAY}
 */
public record StartOrder(String group, int tier, Duration delay) {
    /** As many as anybody has named; an application has three to five. */
    public static final int MAX_TIER = 99;

    /** Longest delay: what takes longer to come up wants an operator. */
    public static final Duration MAX_DELAY = Duration.ofHours(1);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public StartOrder {
        Require.present("startOrder.group", group);
        Identifiers.check("startOrder.group", group);
        Require.range("startOrder.tier", tier, 1, MAX_TIER);
        Require.notNegative("startOrder.delay", delay);
        if (delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "startOrder.delay is " + delay + "; at most " + MAX_DELAY + " is allowed");
        }
    }
}
