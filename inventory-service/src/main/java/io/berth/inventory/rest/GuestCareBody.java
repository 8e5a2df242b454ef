package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.kit.rest.Fields;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the guest of a VM is looked after, as it is sent and shown.
 *
 * @param heartbeatThreshold ISO 8601; what monitoring does by default when absent
 * @param restartsPerHour none when absent
 * @param switchedOff integration services that are not used; all are used when absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GuestCareBody(
        @Nullable String heartbeatThreshold,
        @Nullable Integer restartsPerHour,
        @Nullable List<@Nullable IntegrationService> switchedOff) {
    static @Nullable GuestCareBody of(@Nullable GuestCare care) {
        if (care == null) {
            return null;
        }
        Duration threshold = care.heartbeatThreshold();
        return new GuestCareBody(
                threshold == null ? null : threshold.toString(),
                care.restartsPerHour(),
                care.switchedOff().stream().<@Nullable IntegrationService>map(s -> s).toList());
    }

    static Supplier<GuestCare> read(GuestCareBody request, Fields fields) {
        var threshold =
                fields.optionalDuration(
                        "heartbeatThreshold",
                        request.heartbeatThreshold,
                        GuestCare.MIN_THRESHOLD,
                        GuestCare.MAX_THRESHOLD);
        var restarts =
                fields.range(
                        "restartsPerHour",
                        request.restartsPerHour == null ? 0 : request.restartsPerHour,
                        0,
                        GuestCare.MAX_RESTARTS);
        var off =
                HardwareBody.distinct(
                        fields,
                        "switchedOff",
                        request.switchedOff,
                        IntegrationService.values().length,
                        Function.<IntegrationService>identity());
        return () -> new GuestCare(threshold.get(), restarts.get(), off.get());
    }
}
