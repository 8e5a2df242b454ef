package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ClusterPicture} as arrays, so that millions of looks at it are cheap: nodes and VMs are
 * numbers, a set of nodes is one word with a bit for each, and figures of node {@code n} and
 * resource {@code q} stand at {@code n * RESOURCES + q}. Immutable by contract.
 */
final class Problem {
    /** No node, or no set. */
    static final int NONE = -1;

    /** All resources, in the order of their figures. */
    private static final List<Resource> ALL = List.of(Resource.values());

    /** How many there are. */
    static final int RESOURCES = ALL.size();

    private static final int Q = RESOURCES;

    final ClusterPicture picture;
    final int nodes;
    final int vms;

    /** R, of a cluster with more functioning nodes than that. */
    final int reserve;

    /** What each node has left with its VMs on it; negative where it is short. */
    final long[] free;

    /** What each VM takes. */
    final long[] size;

    /** The node of each VM, or {@link #NONE}. */
    final int[] home;

    /** The nodes that could run each VM. */
    final long[] admitted;

    /** The anti-affinity set of each VM, or {@link #NONE}. */
    final int[] set;

    /** For each anti-affinity set the nodes that hold one of it. */
    final long[] holders;

    /** For each node the VMs that must move when it fails, largest first; last those of no node. */
    final int[][] movers;

    /** The most of each quantity that can need room at once. */
    final long[] worst;

    /** The place of each VM in the order of size: 0 for the largest. */
    final int[] rank;

    private final Map<HostId, Integer> index = new HashMap<>();

    Problem(ClusterPicture picture) {
        this.picture = picture;
        nodes = picture.nodes().size();
        vms = picture.tenants().size();
        reserve = picture.reserve();
        free = new long[nodes * Q];
        size = new long[vms * Q];
        home = new int[vms];
        admitted = new long[vms];
        set = new int[vms];
        for (int n = 0; n < nodes; n++) {
            index.put(picture.nodes().get(n).host(), n);
            for (int q = 0; q < Q; q++) {
                free[n * Q + q] = picture.nodes().get(n).usable().of(resource(q));
            }
        }
        holders = readTenants();
        rank = ranks();
        movers = moversByNode();
        worst = new long[Q];
        for (int q = 0; q < Q; q++) {
            worst[q] = worst(q);
        }
    }

    static Resource resource(int q) {
        return ALL.get(q);
    }

    long all() {
        return nodes == Long.SIZE ? -1L : (1L << nodes) - 1;
    }

    /** The VMs that no node holds, largest first. */
    int[] homeless() {
        return movers[nodes];
    }

    /** As placement sees it: where a node is short of anything, nothing fits. */
    boolean fits(int vm, int node, long[] left) {
        for (int q = 0; q < Q; q++) {
            if (size[vm * Q + q] > left[node * Q + q]) {
                return false;
            }
        }
        return true;
    }

    HostId host(int node) {
        return picture.nodes().get(node).host();
    }

    VmId vm(int vm) {
        return picture.tenants().get(vm).vm();
    }

    List<HostId> hosts(long mask) {
        List<HostId> hosts = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            hosts.add(host(Long.numberOfTrailingZeros(rest)));
        }
        return hosts;
    }

    /** The nodes of these hosts, as far as they function. */
    long mask(Iterable<HostId> hosts) {
        long mask = 0;
        for (HostId host : hosts) {
            Integer node = index.get(host);
            mask |= node == null ? 0 : 1L << node;
        }
        return mask;
    }

    /**
     * Whether nobody could tell two nodes apart: what they have left, what would have to move from
     * them and who is admitted to them are the same, and no anti-affinity set looks at them.
     */
    boolean alike(int a, int b) {
        if (movers[a].length != movers[b].length
                || !Arrays.equals(free, a * Q, a * Q + Q, free, b * Q, b * Q + Q)) {
            return false;
        }
        for (long holder : holders) {
            if ((holder & (1L << a | 1L << b)) != 0) {
                return false;
            }
        }
        for (int i = 0; i < movers[a].length; i++) {
            int left = movers[a][i];
            int right = movers[b][i];
            if (admitted[left] != admitted[right]
                    || !Arrays.equals(
                            size, left * Q, left * Q + Q, size, right * Q, right * Q + Q)) {
                return false;
            }
        }
        return admittedAlike(a, b);
    }

    /** Whether every VM that may have to move is admitted to both nodes or to neither. */
    boolean admittedAlike(int a, int b) {
        for (int[] some : movers) {
            for (int vm : some) {
                if ((admitted[vm] >>> a & 1) != (admitted[vm] >>> b & 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The nodes that take further VMs. */
    private long open() {
        long open = 0;
        for (int n = 0; n < nodes; n++) {
            open |= picture.nodes().get(n).open() ? 1L << n : 0;
        }
        return open;
    }

    private long[] readTenants() {
        Map<String, Integer> sets = new HashMap<>();
        List<Long> holding = new ArrayList<>();
        long open = open();
        for (int v = 0; v < vms; v++) {
            Tenant tenant = picture.tenants().get(v);
            @Nullable Integer at = tenant.on() == null ? null : index.get(tenant.on());
            home[v] = at == null ? NONE : at;
            for (int q = 0; q < Q; q++) {
                size[v * Q + q] = tenant.size().of(resource(q));
                if (at != null) {
                    free[at * Q + q] -= size[v * Q + q];
                }
            }
            Set<HostId> only = tenant.admitted();
            admitted[v] = (only == null ? all() : mask(only)) & open;
            String name = tenant.antiAffinitySet();
            set[v] = name == null ? NONE : sets.computeIfAbsent(name, n -> sets.size());
            if (set[v] == holding.size()) {
                holding.add(0L);
            }
            if (set[v] != NONE && at != null) {
                holding.set(set[v], holding.get(set[v]) | 1L << at);
            }
        }
        return holding.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * The order in which VMs are packed: the largest part of what the nodes have first, by the
     * resource of which it takes the largest part; those that hardly differ in order of number. It
     * does not change with the VMs. Weight and number are sorted as one word.
     */
    private int[] ranks() {
        double[] total = new double[Q];
        for (Node node : picture.nodes()) {
            for (int q = 0; q < Q; q++) {
                total[q] += Math.max(0, node.usable().of(resource(q)));
            }
        }
        long[] order = new long[vms];
        for (int v = 0; v < vms; v++) {
            double weight = 0;
            for (int q = 0; q < Q; q++) {
                weight = Math.max(weight, size[v * Q + q] / Math.max(1, total[q]));
            }
            long lightest = Long.MAX_VALUE - Double.doubleToRawLongBits(weight);
            order[v] = lightest & -ClusterPicture.MAX_TENANTS | v;
        }
        Arrays.sort(order);
        int[] ranks = new int[vms];
        for (int i = 0; i < vms; i++) {
            ranks[(int) (order[i] & (ClusterPicture.MAX_TENANTS - 1))] = i;
        }
        return ranks;
    }

    private int[][] moversByNode() {
        int[] byRank = new int[vms];
        int[] count = new int[nodes + 1];
        for (int v = 0; v < vms; v++) {
            byRank[rank[v]] = v;
            if (picture.tenants().get(v).mustMove() || home[v] == NONE) {
                count[home[v] == NONE ? nodes : home[v]]++;
            }
        }
        int[][] lists = new int[nodes + 1][];
        for (int n = 0; n <= nodes; n++) {
            lists[n] = new int[count[n]];
            count[n] = 0;
        }
        for (int v : byRank) {
            int at = home[v] == NONE ? nodes : home[v];
            if (picture.tenants().get(v).mustMove() || at == nodes) {
                lists[at][count[at]++] = v;
            }
        }
        return lists;
    }

    private long worst(int q) {
        long[] sums = new long[nodes];
        for (int n = 0; n < nodes; n++) {
            sums[n] = sum(movers[n], q);
        }
        Arrays.sort(sums);
        long most = sum(homeless(), q);
        for (int i = 0; i < Math.min(reserve, nodes); i++) {
            most += sums[nodes - 1 - i];
        }
        return most;
    }

    long sum(int[] some, int q) {
        long sum = 0;
        for (int vm : some) {
            sum += size[vm * Q + q];
        }
        return sum;
    }
}
