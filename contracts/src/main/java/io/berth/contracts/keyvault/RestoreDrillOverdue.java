package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No restore drill has passed for too long: nobody knows whether the backups are worth anything.
 *
 * @param lastPassed when one last passed; absent when never
 * @param allowed how long ago that may be
 * @param principal the service itself
 */
@EventType("io.berth.keyvault.restore-drill-overdue.v1")
public record RestoreDrillOverdue(
        String vault, @Nullable Instant lastPassed, Duration allowed, Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RestoreDrillOverdue {
        Require.text("vault", vault, MAX_VAULT);
        Require.notNegative("allowed", allowed);
        Require.present("principal", principal);
    }
}
