package io.berth.inventory.store;

import io.berth.inventory.domain.ReserveField;
import io.berth.inventory.domain.ReserveOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reserve fields that a group or host sets itself. Hibernate gives no object at all where every
 * column is null, which means that everything is inherited.
 */
@Embeddable
public class ReserveColumns {
    @Column(name = "reserve_cpu_percent")
    public @Nullable Integer cpuPercent;

    @Column(name = "reserve_memory_mib")
    public @Nullable Long memoryMiB;

    @Column(name = "reserve_disk_mib")
    public @Nullable Long diskMiB;

    @Column(name = "reserve_disk_iops")
    public @Nullable Long diskIops;

    @Column(name = "reserve_network_percent")
    public @Nullable Integer networkPercent;

    static ReserveColumns of(ReserveOverride reserve) {
        ReserveColumns columns = new ReserveColumns();
        reserve.fields()
                .forEach((field, value) -> {
                    switch (field) {
                        case CPU_PERCENT -> columns.cpuPercent = Math.toIntExact(value);
                        case MEMORY_MIB -> columns.memoryMiB = value;
                        case DISK_MIB -> columns.diskMiB = value;
                        case DISK_IOPS -> columns.diskIops = value;
                        case NETWORK_PERCENT -> columns.networkPercent = Math.toIntExact(value);
                    }
                });
        return columns;
    }

    static ReserveOverride toDomain(@Nullable ReserveColumns columns) {
        if (columns == null) {
            return ReserveOverride.NONE;
        }
        Map<ReserveField, Long> fields = new EnumMap<>(ReserveField.class);
        for (ReserveField field : ReserveField.values()) {
            Number value =
                    switch (field) {
                        case CPU_PERCENT -> columns.cpuPercent;
                        case MEMORY_MIB -> columns.memoryMiB;
                        case DISK_MIB -> columns.diskMiB;
                        case DISK_IOPS -> columns.diskIops;
                        case NETWORK_PERCENT -> columns.networkPercent;
                    };
            if (value != null) {
                fields.put(field, value.longValue());
            }
        }
        return new ReserveOverride(fields);
    }
}
