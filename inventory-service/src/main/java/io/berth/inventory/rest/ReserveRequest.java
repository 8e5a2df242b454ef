package io.berth.inventory.rest;

import io.berth.inventory.domain.ReserveField;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.kit.rest.Fields;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reserve fields that a group or host sets itself; an absent field is inherited.
 *
 * @param cpuPercent of all cores of a host together, 0 to 100
 * @param networkPercent of the capacity of all adapters of a host together, 0 to 100
 */
public record ReserveRequest(
        @Nullable Integer cpuPercent,
        @Nullable Long memoryMiB,
        @Nullable Long diskMiB,
        @Nullable Long diskIops,
        @Nullable Integer networkPercent) {
    /** The fields that are set; null when everything is inherited. */
    public static @Nullable ReserveRequest of(ReserveOverride reserve) {
        Map<ReserveField, Long> set = reserve.fields();
        Long cpuPercent = set.get(ReserveField.CPU_PERCENT);
        Long networkPercent = set.get(ReserveField.NETWORK_PERCENT);
        return set.isEmpty()
                ? null
                : new ReserveRequest(
                        cpuPercent == null ? null : Math.toIntExact(cpuPercent),
                        set.get(ReserveField.MEMORY_MIB),
                        set.get(ReserveField.DISK_MIB),
                        set.get(ReserveField.DISK_IOPS),
                        networkPercent == null ? null : Math.toIntExact(networkPercent));
    }

    /** Without a request everything is inherited. */
    public static Supplier<ReserveOverride> read(@Nullable ReserveRequest request, Fields fields) {
        Map<ReserveField, Supplier<? extends Number>> set = new EnumMap<>(ReserveField.class);
        if (request != null) {
            for (ReserveField field : ReserveField.values()) {
                Number value = request.value(field);
                if (value != null) {
                    set.put(field, fields.range(field.label(), value, 0, field.max()));
                }
            }
        }
        return () -> {
            Map<ReserveField, Long> values = new EnumMap<>(ReserveField.class);
            set.forEach((field, value) -> values.put(field, value.get().longValue()));
            return new ReserveOverride(values);
        };
    }

    private @Nullable Number value(ReserveField field) {
        return switch (field) {
            case CPU_PERCENT -> cpuPercent;
            case MEMORY_MIB -> memoryMiB;
            case DISK_MIB -> diskMiB;
            case DISK_IOPS -> diskIops;
            case NETWORK_PERCENT -> networkPercent;
        };
    }
}
