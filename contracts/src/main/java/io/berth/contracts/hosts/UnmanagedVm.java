package io.berth.contracts.hosts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * What a hypervisor says of a VM that somebody runs there outside of Berth.
 *
 * @param vcpus virtual processors, 1 to 1024
 * @param memory assigned to it
 * @param guest the name of its guest system, as the hypervisor has it; absent where it has none
 */
public record UnmanagedVm(VmId vm, int vcpus, MiB memory, @Nullable String guest) {
    /** Longest name of a guest system, in characters. */
    public static final int MAX_GUEST = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UnmanagedVm {
        Require.present("vm", vm);
        Require.range("vcpus", vcpus, 1, 1024);
        Require.present("memory", memory);
        Require.range("memory", memory.value(), 1, Long.MAX_VALUE);
        Require.optionalText("guest", guest, MAX_GUEST);
    }
}
