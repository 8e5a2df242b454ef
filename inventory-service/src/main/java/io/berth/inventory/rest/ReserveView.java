package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.ReserveField;
import io.berth.inventory.domain.ReserveOrigin;
import io.berth.inventory.domain.ReserveOverride;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host reserve as it holds after inheritance, each field with who said so, and what is set here
 * ({@code own}).
 */
record ReserveView(@JsonValue Map<String, Object> parts) {
    /** A field as it holds, and who said so. */
    record Field(long value, Origin origin) {}

    /**
     * Who set a field.
     *
     * @param kind {@code host}, {@code host-group}, or {@code none} where nobody on the way up did
     */
    record Origin(String kind, @Nullable String id) {
        static Origin of(ReserveOrigin origin) {
            return switch (origin) {
                case ReserveOrigin.Unset _ -> new Origin("none", null);
                case ReserveOrigin.Group(var group) -> new Origin("host-group", group.value());
                case ReserveOrigin.OfHost(var host) -> new Origin("host", host.value());
            };
        }
    }

    static ReserveView of(EffectiveReserve effective, ReserveOverride own) {
        Map<String, Object> parts = new LinkedHashMap<>();
        Map<String, Long> set = new LinkedHashMap<>();
        for (ReserveField field : ReserveField.values()) {
            parts.put(
                    field.label(),
                    new Field(effective.value(field), Origin.of(effective.origin(field))));
            Long value = own.fields().get(field);
            if (value != null) {
                set.put(field.label(), value);
            }
        }
        parts.put("own", set);
        return new ReserveView(parts);
    }
}
