package io.berth.keyvault.app;

import io.berth.keyvault.domain.Ring;
import java.time.Duration;

/** Whether the times of the configuration go together; an instance does not start otherwise. */
public final class KeyTimes {
    private KeyTimes() {}

    /**
     * Looks at the times.
     *
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public static void check(KeyvaultConfig config) {
        range(
                "berth.keyvault.rotate-after",
                config.rotateAfter(),
                Ring.SHORTEST_ROTATION,
                Ring.LONGEST_ROTATION);
        KeyvaultConfig.Destruction destruction = config.destruction();
        range(
                "berth.keyvault.destruction.wait-for",
                destruction.waitFor(),
                destruction.shortestWait(),
                destruction.longestWait());
        range(
                "berth.keyvault.destruction.flight",
                destruction.flight(),
                Duration.ZERO,
                Duration.ofDays(1));
    }

    private static void range(String setting, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    setting + " is " + value + "; allowed is " + min + " to " + max);
        }
    }
}
