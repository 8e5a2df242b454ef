package io.berth.inventory.domain.support;

import org.jspecify.annotations.Nullable;

/**
 * What a machine must have.
 *
 * @param memoryMiB with what its operating system takes
 * @param diskMiB beside the operating system; absent where it goes by content
 * @param diskWithLocalDatabaseMiB the same with the database on this machine; absent where the
 *     table has no such figure
 */
public record MachineSize(
        Processor processor,
        long memoryMiB,
        @Nullable Long diskMiB,
        @Nullable Long diskWithLocalDatabaseMiB) {
    /**
     * Its processors.
     *
     * @param name as the table has it
     */
    public record Processor(String name, int processors, int coresPerProcessor, int clockMHz) {
        int cores() {
            return processors * coresPerProcessor;
        }

        /** The more cores the stronger, then the faster. */
        boolean isStrongerThan(Processor other) {
            return cores() != other.cores() ? cores() > other.cores() : clockMHz > other.clockMHz;
        }
    }
}
