package io.berth.inventory.rest;

import io.berth.contracts.ids.MiB;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reserve fields that a group or host sets itself; an absent field is inherited.
 *
 * @param cpuPercent of all cores of a host together, 0 to 100
 */
public record ReserveRequest(@Nullable Integer cpuPercent, @Nullable Long memoryMiB) {
    /** Without a request everything is inherited. */
    public static Supplier<ReserveOverride> read(@Nullable ReserveRequest request, Fields fields) {
        if (request == null) {
            return () -> ReserveOverride.NONE;
        }
        Integer cpuPercent = request.cpuPercent;
        Long memoryMiB = request.memoryMiB;
        Supplier<Integer> cpu =
                cpuPercent == null ? null : fields.range("cpuPercent", cpuPercent, 0, 100);
        Supplier<MiB> memory =
                memoryMiB == null ? null : fields.read("memoryMiB", memoryMiB, MiB::new);
        return () ->
                new ReserveOverride(
                        cpu == null ? null : cpu.get(), memory == null ? null : memory.get());
    }
}
