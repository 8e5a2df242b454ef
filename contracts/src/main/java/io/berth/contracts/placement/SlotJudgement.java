package io.berth.contracts.placement;

import io.berth.contracts.Require;

/**
 * The slot estimate: as if every VM were as large as the largest. It errs in both directions.
 *
 * @param holds whether the required memory is there
 * @param highestMemory of one VM, in MiB
 * @param vms that count
 * @param required highest memory × number of VMs, in MiB
 * @param available on the smallest nodes that could be left, outside the reserves of the hosts, in
 *     MiB
 */
public record SlotJudgement(
        boolean holds, long highestMemory, long vms, long required, long available) {
    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public SlotJudgement {
        Require.range("slots.highestMemory", highestMemory, 0, Long.MAX_VALUE);
        Require.range("slots.vms", vms, 0, Long.MAX_VALUE);
        Require.range("slots.required", required, 0, Long.MAX_VALUE);
        Require.range("slots.available", available, 0, Long.MAX_VALUE);
    }
}
