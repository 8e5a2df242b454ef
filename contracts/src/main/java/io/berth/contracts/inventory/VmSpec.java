package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * What a VM asks of a host.
 *
 * @param vcpus virtual processors, 1 to 1024
 * @param cpuUtilisationPercent how much of each virtual processor it is expected to use, 1 to 100
 * @param highlyAvailable whether it is re-placed when its host fails
 * @param antiAffinitySet VMs of the same set never share a host; absent when it may run beside any
 * @param details what it asks for beyond processors and memory; absent where that is nothing
 */
public record VmSpec(
        int vcpus,
        int cpuUtilisationPercent,
        MiB memory,
        boolean highlyAvailable,
        RestartPriority restartPriority,
        @Nullable String antiAffinitySet,
        @Nullable VmDetails details) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmSpec {
        Require.range("spec.vcpus", vcpus, 1, 1024);
        Require.range("spec.cpuUtilisationPercent", cpuUtilisationPercent, 1, 100);
        Require.present("spec.memory", memory);
        Require.range("spec.memory", memory.value(), 1, Long.MAX_VALUE);
        Require.present("spec.restartPriority", restartPriority);
        if (antiAffinitySet != null) {
            Identifiers.check("spec.antiAffinitySet", antiAffinitySet);
        }
    }

    /** Of a VM that asks for processors and memory only. */
    public VmSpec(
            int vcpus,
            int cpuUtilisationPercent,
            MiB memory,
            boolean highlyAvailable,
            RestartPriority restartPriority,
            @Nullable String antiAffinitySet) {
        this(
                vcpus,
                cpuUtilisationPercent,
                memory,
                highlyAvailable,
                restartPriority,
                antiAffinitySet,
                null);
    }

    /** The VMs that it shares a host with where that is possible; null when with none. */
    public @Nullable String affinitySet() {
        return details == null ? null : details.affinitySet();
    }

    /** When it is started among others; null when it waits for none. */
    public @Nullable StartOrder startOrder() {
        return details == null ? null : details.startOrder();
    }

    /** How its guest is looked after; null where by default. */
    public @Nullable GuestCare guestCare() {
        return details == null ? null : details.guestCare();
    }

    /** What it allocates of a host's processors, in percent of one core. */
    public long cpuPercent() {
        return (long) vcpus * cpuUtilisationPercent;
    }
}
