package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.inventory.StartOrder;
import io.berth.kit.rest.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
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
                fields.read(
                        "delay",
                        request.delay == null ? "PT0S" : request.delay,
                        StartOrderBody::delay);
        return () -> new StartOrder(group.get(), tier.get(), delay.get());
    }

    private static Duration delay(String text) {
        String allowed = "allowed is PT0S to " + StartOrder.MAX_DELAY + ", as in PT30S";
        Duration delay;
        try {
            delay = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("delay is no ISO 8601 duration; " + allowed, e);
        }
        if (delay.isNegative() || delay.compareTo(StartOrder.MAX_DELAY) > 0) {
            throw new IllegalArgumentException("delay is " + delay + "; " + allowed);
        }
        return delay;
    }
}
