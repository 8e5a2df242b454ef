package io.berth.benchmarks;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.reserve.Amounts;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.Node;
import io.berth.placement.domain.reserve.Tenant;
import io.berth.placement.domain.vm.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The largest cluster: 64 nodes with 12 VMs each, no two VMs alike, so that no symmetry helps; as
 * full as asked, in memory and processing or in all five quantities.
 */
final class ReserveCluster {
    private static final int NODES = 64;
    private static final int VMS_EACH = 12;
    private static final long[] MEMORY = {2048, 4096, 8192, 16_384, 32_768};

    /** How much less full the other quantities are than memory. */
    private static final double[] EASIER = {0, 0.03, 0.05, 0.02, 0.04};

    private ReserveCluster() {}

    static ClusterPicture of(int reserve, double fill, boolean five) {
        SplittableRandom random = new SplittableRandom(7);
        List<Tenant> vms = new ArrayList<>();
        long[] sum = new long[EASIER.length];
        for (int n = 0; n < NODES; n++) {
            for (int v = 0; v < VMS_EACH; v++) {
                Demand size = size(random, five);
                vms.add(Tenant.plain(new VmId("vm-%02d-%02d".formatted(n, v)), size, node(n)));
                sum[0] += size.memory();
                sum[1] += size.cpu();
                sum[2] += size.disk();
                sum[3] += size.iops();
                sum[4] += size.network();
            }
        }
        long[] each = new long[sum.length];
        for (int q = 0; q < sum.length; q++) {
            each[q] = (long) (sum[q] / (fill - EASIER[q]) / NODES);
        }
        Amounts usable = new Amounts(each[0], each[1], each[2], each[3], each[4]);
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < NODES; n++) {
            nodes.add(new Node(node(n), usable));
        }
        return new ClusterPicture(NODES, reserve, nodes, vms);
    }

    private static Demand size(SplittableRandom random, boolean five) {
        return new Demand(
                MEMORY[random.nextInt(MEMORY.length)] + random.nextInt(2048),
                50 + random.nextInt(400),
                five ? 10_240 + random.nextInt(100_000) : 0,
                five ? 100 + random.nextInt(2000) : 0,
                five ? 10 + random.nextInt(500) : 0);
    }

    /** One VM of 8 GiB more on a node. */
    static ClusterPicture withOneMore(ClusterPicture cluster, int node, boolean five) {
        Demand size = five ? new Demand(8192, 100, 20_000, 400, 100) : Demand.of(8192, 100);
        return cluster.plus(Tenant.plain(new VmId("vm-new"), size, node(node)));
    }

    private static HostId node(int number) {
        return new HostId("node-%02d".formatted(number));
    }
}
