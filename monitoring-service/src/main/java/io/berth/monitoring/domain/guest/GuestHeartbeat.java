package io.berth.monitoring.domain.guest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host last said of a guest, and what was told of it; for people, never for decisions.
 *
 * @param since when the host first said so, in log time
 * @param spokeAt when the guest itself last published something, by the monitor's clock; null when
 *     it never did
 * @param missed null for a guest that is not missed
 */
public record GuestHeartbeat(
        VmId vm,
        HostId host,
        DomainId domain,
        Epoch epoch,
        VmPower power,
        IntegrationHeartbeat heartbeat,
        Instant since,
        @Nullable Instant spokeAt,
        @Nullable Missed missed) {
    /**
     * That it was told of as missed.
     *
     * @param silentSince in log time
     * @param toldAt in log time, the last time
     */
    public record Missed(Instant silentSince, Instant toldAt, int occurrence) {}
}
