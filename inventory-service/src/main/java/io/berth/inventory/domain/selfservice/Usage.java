package io.berth.inventory.domain.selfservice;

import io.berth.contracts.ids.MiB;
import java.util.Collection;

/**
 * How much is used, or asked for; what is asked for may be less than before, and then below zero.
 */
public record Usage(long vms, long vcpus, long memoryMiB) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** What one VM uses. */
    public static Usage ofVm(long vcpus, MiB memory) {
        return new Usage(1, vcpus, memory.value());
    }

    /** All of it together. */
    public static Usage sum(Collection<Usage> parts) {
        return parts.stream().reduce(NONE, Usage::plus);
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(vms + other.vms, vcpus + other.vcpus, memoryMiB + other.memoryMiB);
    }

    /** What this is more than the other. */
    public Usage minus(Usage other) {
        return new Usage(vms - other.vms, vcpus - other.vcpus, memoryMiB - other.memoryMiB);
    }
}
