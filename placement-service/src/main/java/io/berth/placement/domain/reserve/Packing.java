package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds room for VMs together, by the search that judges reserves: for whoever has to carry out
 * what a judgement has promised.
 */
public final class Packing {
    private Packing() {}

    /**
     * A node for every VM.
     *
     * @param nodes with what they have left
     * @param vms without a node
     * @param steps that the search may take, see {@link SearchBudget}
     * @return empty when there is none, or none was found in so many steps
     */
    public static Map<VmId, HostId> of(List<Node> nodes, List<Tenant> vms, long steps) {
        Problem problem = new Problem(new ClusterPicture(nodes.size(), 0, nodes, vms));
        CompleteSearch search = new CompleteSearch(problem);
        Map<VmId, HostId> found = new HashMap<>();
        if (search.search(0, steps) == CompleteSearch.Result.FEASIBLE) {
            int[] items = search.items();
            for (int i = 0; i < items.length; i++) {
                found.put(problem.vm(items[i]), problem.host(search.placedAt(i)));
            }
        }
        return found;
    }
}
