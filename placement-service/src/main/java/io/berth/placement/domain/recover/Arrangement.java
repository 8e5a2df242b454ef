package io.berth.placement.domain.recover;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.reserve.Amounts;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.Node;
import io.berth.placement.domain.reserve.Packing;
import io.berth.placement.domain.reserve.Tenant;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds hosts for all VMs of a lost host together, where each for itself had left one over.
 *
 * <h2>Why</h2>
 *
 * A VM that is placed for itself goes to the host that is best for it, and balance scatters small
 * VMs over the room that a large one needs. A reserve is judged by whether any placement holds all
 * VMs ({@link io.berth.placement.domain.reserve.ReserveJudge}); what was proven so must not fail
 * for the order in which it is done.
 *
 * <h2>How</h2>
 *
 * The hosts that {@link Placer} admits for each VM but for room, with what the ledger has left of
 * them, are handed to the search that judges reserves. It is asked only after a decision has left a
 * VM over, and its answer is carried out as far as nothing stands against it; what it does not find
 * is left as it was. It depends on the state alone, so that a replay finds the same.
 *
 * <p>Complexity: O(V · H) filters, and a search of at most {@link #STEPS} steps.
 */
public final class Arrangement {
    /** Some milliseconds. */
    private static final long STEPS = 500_000;

    private Arrangement() {}

    /** A host for each of these VMs; empty when none is found for all of them. */
    static Map<VmId, HostId> of(Draft draft, Placer placer, List<VmRow> lost) {
        List<HostId> hosts = new ArrayList<>();
        for (HostId id : draft.hostIds()) {
            if (draft.host(id).mayReceive() && draft.ledger().description(id) != null) {
                hosts.add(id);
            }
        }
        if (lost.isEmpty() || hosts.isEmpty() || hosts.size() > ClusterPicture.MAX_NODES) {
            return Map.of();
        }
        List<Node> nodes =
                hosts.stream().map(id -> new Node(id, left(draft.ledger(), id))).toList();
        List<Tenant> vms = new ArrayList<>();
        for (VmRow vm : lost) {
            Set<HostId> admitted = placer.wouldTake(draft, vm.withoutHost(), hosts);
            vms.add(
                    new Tenant(
                            vm.vm(),
                            Demand.of(vm.spec()).atMost(Amounts.MOST_OF_A_VM),
                            null,
                            true,
                            vm.spec().antiAffinitySet(),
                            admitted));
        }
        return Packing.of(nodes, vms, STEPS);
    }

    private static Amounts left(Ledger ledger, HostId host) {
        return new Amounts(
                left(ledger, host, Resource.MEMORY),
                left(ledger, host, Resource.CPU),
                left(ledger, host, Resource.DISK),
                left(ledger, host, Resource.IOPS),
                left(ledger, host, Resource.NETWORK));
    }

    private static long left(Ledger ledger, HostId host, Resource resource) {
        return Math.clamp(ledger.available(resource, host), -Amounts.UNLIMITED, Amounts.UNLIMITED);
    }
}
