package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.VmId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What is kept of a proof for the next judgement of the same cluster: for each combination, in the
 * order in which it was looked at, the nodes that its placement uses. After a change of some nodes
 * a combination is still proven when none of them has failed in it and its placement uses none of
 * them. Soft state; without it everything is proven anew, with the same result.
 */
final class Proofs {
    private static final int Q = Quantity.COUNT;

    /** In which the nodes were made to fail. */
    final int[] order;

    /** At which places of the order a node cannot be told apart from the one before. */
    final boolean[] twins;

    /** The nodes used by the placement of each combination; 0 for one without. */
    final long[] used;

    private final Problem problem;

    Proofs(Problem problem, int[] order, boolean[] twins, long[] used) {
        this.problem = problem;
        this.order = order;
        this.twins = twins;
        this.used = used;
    }

    /** Whether the same nodes are looked at under the same reserve, with the same VMs homeless. */
    boolean compares(Problem now) {
        if (now.reserve != problem.reserve || now.nodes != problem.nodes) {
            return false;
        }
        for (int n = 0; n < now.nodes; n++) {
            if (!now.host(n).equals(problem.host(n))) {
                return false;
            }
        }
        return now.homeless().length == 0 || sameHomeless(now);
    }

    /**
     * The nodes whose change may harm a placement: with less left than before, or with VMs that
     * were not there before or were otherwise.
     */
    long changed(Problem now) {
        Map<VmId, Tenant> before = new HashMap<>();
        for (Tenant tenant : problem.picture.tenants()) {
            before.put(tenant.vm(), tenant);
        }
        long changed = 0;
        for (int n = 0; n < now.nodes; n++) {
            for (int q = 0; q < Q; q++) {
                if (now.free[n * Q + q] < problem.free[n * Q + q]) {
                    changed |= 1L << n;
                }
            }
        }
        for (int v = 0; v < now.vms; v++) {
            Tenant tenant = now.picture.tenants().get(v);
            if (now.home[v] != Problem.NONE && !tenant.equals(before.get(tenant.vm()))) {
                changed |= 1L << now.home[v];
            }
        }
        return changed;
    }

    private boolean sameHomeless(Problem now) {
        int[] mine = problem.homeless();
        int[] theirs = now.homeless();
        if (mine.length != theirs.length) {
            return false;
        }
        Map<VmId, Tenant> known = new HashMap<>();
        for (int vm : mine) {
            known.put(problem.vm(vm), problem.picture.tenants().get(vm));
        }
        return Arrays.stream(theirs)
                .mapToObj(vm -> now.picture.tenants().get(vm))
                .allMatch(tenant -> tenant.equals(known.get(tenant.vm())));
    }
}
