package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestHeartbeat;
import io.berth.monitoring.domain.guest.GuestWatch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of a guest, as it is shown.
 *
 * @param since when the host first said so, in log time
 * @param spokeAt when the guest itself last published key-value pairs; absent when it never did
 * @param missed absent for a guest that answers, or has not been silent for long
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuestHeartbeatView(
        VmId vm,
        HostId host,
        DomainId domain,
        Epoch epoch,
        VmPower power,
        IntegrationHeartbeat heartbeat,
        Instant since,
        @Nullable Instant spokeAt,
        GuestHeartbeat.@Nullable Missed missed,
        WatchView watch) {
    /**
     * How the guest is watched; durations in ISO 8601.
     *
     * @param threshold absent when nobody wants to hear of it
     * @param noContact absent when nobody expects it to answer after its start
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WatchView(
            @Nullable String threshold,
            @Nullable String noContact,
            String repeat,
            int restartsPerHour) {
        static WatchView of(GuestWatch watch) {
            return new WatchView(
                    text(watch.lost()),
                    text(watch.noContact()),
                    watch.repeat().toString(),
                    watch.restartsPerHour());
        }

        private static @Nullable String text(@Nullable Duration duration) {
            return duration == null ? null : duration.toString();
        }
    }

    static GuestHeartbeatView of(GuestHeartbeat seen, GuestBook book) {
        return new GuestHeartbeatView(
                seen.vm(),
                seen.host(),
                seen.domain(),
                seen.epoch(),
                seen.power(),
                seen.heartbeat(),
                seen.since(),
                seen.spokeAt(),
                seen.missed(),
                WatchView.of(book.watch(seen.vm(), seen.domain())));
    }

    /** The key by which lists are sorted. */
    String key() {
        return vm.value() + "/" + host.value();
    }
}
