package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.inventory.StartOrder;
import io.berth.kit.rest.Fields;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When a VM is started among others of its group, as it is sent and shown.
 *
 * @param delay ISO 8601; none when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StartOrderBody(
        @Nullable String group, @Nullable Integer tier, @Nullable String delay) {
    static @Nullable StartOrderBody of(@Nullable StartOrder order) {
        return order == null
                ? null
                : new StartOrderBody(order.group(), order.tier(), order.delay().toString());
    }

    static Supplier<StartOrder> read(StartOrderBody request, Fields fields) {
        var group =
                fields.read(
                        "group",
                        request.group,
                        text -> {
                            Identifiers.check("group", text);
                            return text;
                        });
        var tier = fields.range("tier", request.tier, 1, StartOrder.MAX_TIER);
        var delay =
                fields.duration(
                        "delay",
                        request.delay == null ? "PT0S" : request.delay,
                        Duration.ZERO,
                        StartOrder.MAX_DELAY);
        return () -> new StartOrder(group.get(), tier.get(), delay.get());
    }
}
