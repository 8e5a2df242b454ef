package io.berth.inventory.store;

import io.berth.contracts.ids.MiB;
import io.berth.inventory.domain.ReserveOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
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

    static ReserveColumns of(ReserveOverride reserve) {
        ReserveColumns columns = new ReserveColumns();
        MiB memory = reserve.memory();
        columns.cpuPercent = reserve.cpuPercent();
        columns.memoryMiB = memory == null ? null : memory.value();
        return columns;
    }

    static ReserveOverride toDomain(@Nullable ReserveColumns columns) {
        if (columns == null) {
            return ReserveOverride.NONE;
        }
        Long memory = columns.memoryMiB;
        return new ReserveOverride(columns.cpuPercent, memory == null ? null : new MiB(memory));
    }
}
