package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Demand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Clusters for the tests. */
final class Clusters {
    private Clusters() {}

    static HostId node(int number) {
        return new HostId("node-%02d".formatted(number));
    }

    static VmId vm(int number) {
        return new VmId("vm-%04d".formatted(number));
    }

    /** So many equal nodes with as many equal VMs on each; sizes of memory, in MiB. */
    static ClusterPicture even(int nodes, int reserve, long usable, int vmsEach, long vmSize) {
        List<Node> all = new ArrayList<>();
        List<Tenant> vms = new ArrayList<>();
        for (int n = 1; n <= nodes; n++) {
            all.add(new Node(node(n), Amounts.of(usable, 100_000)));
            for (int v = 0; v < vmsEach; v++) {
                vms.add(Tenant.plain(vm(n * 100 + v), Demand.of(vmSize, 10), node(n)));
            }
        }
        return new ClusterPicture(nodes, reserve, all, vms);
    }

    /** A small cluster of any kind, with constraints, shortages and VMs without a node. */
    static ClusterPicture random(SplittableRandom random) {
        int nodes = 1 + random.nextInt(5);
        List<Node> all = new ArrayList<>();
        boolean alike = random.nextInt(3) == 0;
        Amounts first = room(random);
        for (int n = 1; n <= nodes; n++) {
            all.add(new Node(node(n), alike ? first : room(random), random.nextInt(12) > 0));
        }
        int quantities = 1 + random.nextInt(5);
        int count = random.nextInt(9);
        List<Tenant> vms = new ArrayList<>();
        for (int v = 1; v <= count; v++) {
            vms.add(tenant(random, v, nodes, quantities));
        }
        return new ClusterPicture(nodes, random.nextInt(nodes + 1), all, vms);
    }

    static Tenant tenant(SplittableRandom random, int number, int nodes, int quantities) {
        @Nullable HostId on = random.nextInt(6) == 0 ? null : node(1 + random.nextInt(nodes));
        @Nullable String set = random.nextInt(4) == 0 ? "set-" + random.nextInt(2) : null;
        @Nullable Set<HostId> admitted = null;
        if (random.nextInt(5) == 0) {
            admitted = new HashSet<>();
            for (int n = 1; n <= nodes; n++) {
                if (random.nextBoolean()) {
                    admitted.add(node(n));
                }
            }
        }
        Demand size =
                new Demand(
                        1 + random.nextInt(5),
                        quantities > 1 ? 1 + random.nextInt(4) : 0,
                        quantities > 2 ? random.nextInt(4) : 0,
                        quantities > 3 ? random.nextInt(4) : 0,
                        quantities > 4 ? random.nextInt(4) : 0);
        return new Tenant(vm(number), size, on, random.nextInt(5) > 0, set, admitted);
    }

    private static Amounts room(SplittableRandom random) {
        return new Amounts(
                2 + random.nextInt(14),
                1 + random.nextInt(14),
                random.nextInt(16),
                random.nextInt(16),
                random.nextInt(4) == 0 ? Amounts.UNLIMITED : random.nextInt(16));
    }
}
