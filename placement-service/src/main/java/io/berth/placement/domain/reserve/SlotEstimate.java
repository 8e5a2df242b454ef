package io.berth.placement.domain.reserve;

import java.util.Comparator;

/**
 * The estimate that administrators know: as if every VM were as large as the largest, {@code
 * highest memory × number of VMs} against the memory of the smallest nodes that could be left.
 *
 * <p>It errs in both directions. One large VM among small ones makes it refuse what would hold; and
 * because it adds up the memory of all nodes, it accepts what no single node has room for.
 *
 * @param holds whether the required memory is there
 * @param highestMemory of one VM, in MiB
 * @param vms that count
 * @param required in MiB
 * @param available outside the reserves of the hosts on the smallest {@code F − R} nodes, in MiB
 */
public record SlotEstimate(
        boolean holds, long highestMemory, int vms, long required, long available) {
    static SlotEstimate of(ClusterPicture cluster) {
        int left = Math.max(0, cluster.functioning() - cluster.reserve());
        long available =
                cluster.nodes().stream()
                        .map(node -> Math.max(0, node.usable().memory()))
                        .sorted(Comparator.naturalOrder())
                        .limit(left)
                        .mapToLong(Long::longValue)
                        .sum();
        long highest =
                cluster.tenants().stream().mapToLong(vm -> vm.size().memory()).max().orElse(0);
        int vms = cluster.tenants().size();
        long required = highest * vms;
        boolean holds = vms == 0 || (left > 0 && required <= available);
        return new SlotEstimate(holds, highest, vms, required, available);
    }
}
