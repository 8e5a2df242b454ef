package io.berth.keyvault.app;

import io.berth.keyvault.domain.Ring;
import java.time.Duration;

/** Whether the times of the configuration go together; an instance does not start otherwise. */
public final class KeyTimes {
    private static final Duration SHORTEST_BACKUP = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKUP = Duration.ofDays(366);

    /** Three years of daily backups. */
    private static final int MAX_KEPT = 1100;

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
        KeyvaultConfig.Backup backup = config.backup();
        range("berth.keyvault.backup.every", backup.every(), SHORTEST_BACKUP, LONGEST_BACKUP);
        range(
                "berth.keyvault.backup.overdue-after",
                backup.overdueAfter(),
                backup.every(),
                LONGEST_BACKUP);
        range(
                "berth.keyvault.backup.drill.every",
                backup.drill().every(),
                SHORTEST_BACKUP,
                LONGEST_BACKUP);
        range(
                "berth.keyvault.backup.drill.overdue-after",
                backup.drill().overdueAfter(),
                backup.drill().every(),
                LONGEST_BACKUP);
        if (backup.keep() < 1 || backup.keep() > MAX_KEPT) {
            throw new IllegalArgumentException(
                    "berth.keyvault.backup.keep is "
                            + backup.keep()
                            + "; allowed is 1 to "
                            + MAX_KEPT);
        }
    }

    private static void range(String setting, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    setting + " is " + value + "; allowed is " + min + " to " + max);
        }
    }
}
