package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import org.jspecify.annotations.Nullable;

/** Whether a VM is restarted whose guest does not answer. */
public final class RestartRule {
    private RestartRule() {}

    /**
     * Decides.
     *
     * <p>A guest that has not answered since it started may be checking its disks or be installed
     * just now, so it is left alone; unless it has answered before, was restarted and did not come
     * back, which shows in the loss being told again.
     *
     * @param allowedPerHour how often its specification allows it; 0 for never
     * @param restartsInHour how often it was done within the last hour
     * @param spoke whether the guest has published something since it was missed
     * @return null when nobody has asked for restarts here
     */
    public static @Nullable RestartDecision decide(
            VmHeartbeatLost lost, int allowedPerHour, int restartsInHour, boolean spoke) {
        boolean startsUp = lost.loss() == HeartbeatLoss.NO_CONTACT && lost.occurrence() == 1;
        if (allowedPerHour == 0 || startsUp) {
            return null;
        }
        if (spoke) {
            return RestartDecision.GUEST_SPEAKS;
        }
        return restartsInHour >= allowedPerHour
                ? RestartDecision.BOUND_REACHED
                : RestartDecision.REQUESTED;
    }
}
