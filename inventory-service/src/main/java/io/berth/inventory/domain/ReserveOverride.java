package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a host reserve that a group or host sets itself; an absent field is inherited from
 * above.
 */
public record ReserveOverride(Map<ReserveField, Long> fields) {
    /** Everything is inherited. */
    public static final ReserveOverride NONE = new ReserveOverride(Map.of());

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public ReserveOverride {
        Map<ReserveField, Long> copy = new EnumMap<>(ReserveField.class);
        copy.putAll(fields);
        copy.forEach((field, value) -> {
            if (value < 0 || value > field.max()) {
                throw new IllegalArgumentException(
                        field.label() + " is " + value + "; allowed is 0 to " + field.max());
            }
        });
        fields = Collections.unmodifiableMap(copy);
    }

    /** Of processors and memory only. */
    public static ReserveOverride of(@Nullable Integer cpuPercent, @Nullable MiB memory) {
        Map<ReserveField, Long> fields = new EnumMap<>(ReserveField.class);
        if (cpuPercent != null) {
            fields.put(ReserveField.CPU_PERCENT, cpuPercent.longValue());
        }
        if (memory != null) {
            fields.put(ReserveField.MEMORY_MIB, memory.value());
        }
        return new ReserveOverride(fields);
    }
}
