package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the guest of a VM is looked after.
 *
 * @param heartbeatThreshold how long it may leave its host without an answer before that is told;
 *     absent for what monitoring does by default
 * @param restartsPerHour how often within an hour the VM is restarted when its guest does not
 *     answer; 0 to have it told only
 * @param switchedOff integration services that are not used
 */
public record GuestCare(
        @Nullable Duration heartbeatThreshold,
        int restartsPerHour,
        List<IntegrationService> switchedOff) {
    /** Most restarts within an hour: what has not come back after these will not. */
    public static final int MAX_RESTARTS = 12;

    /** Shortest threshold: hosts tell of their guests every few seconds. */
    public static final Duration MIN_THRESHOLD = Duration.ofSeconds(5);

    /** Longest threshold. */
    public static final Duration MAX_THRESHOLD = Duration.ofDays(1);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a service stands
     *     there twice
     */
    public GuestCare {
        if (heartbeatThreshold != null
                && (heartbeatThreshold.compareTo(MIN_THRESHOLD) < 0
                        || heartbeatThreshold.compareTo(MAX_THRESHOLD) > 0)) {
            throw new IllegalArgumentException(
                    "guestCare.heartbeatThreshold is "
                            + heartbeatThreshold
                            + "; allowed is "
                            + MIN_THRESHOLD
                            + " to "
                            + MAX_THRESHOLD);
        }
        Require.range("guestCare.restartsPerHour", restartsPerHour, 0, MAX_RESTARTS);
        switchedOff =
                Require.distinct(
                        "guestCare.switchedOff", switchedOff, IntegrationService.values().length);
    }

    /** Whether a service is used. */
    public boolean uses(IntegrationService service) {
        return !switchedOff.contains(service);
    }
}
