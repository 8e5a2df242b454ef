package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.VmId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a proof for the next judgement of the same cluster: the placement of each
 * combination, in the order in which they were looked at, a byte for each VM. After a change most
 * placements still hold, and the others are soon repaired. Soft state; without it everything is
 * proven anew, with the same result.
 *
 * <p>The placement of a combination has first the VMs that no node holds, then those of the failed
 * nodes in the order of failing, each node's in the order of {@link Problem#movers}; the rest is
 * filled up.
 */
final class Proofs {
    private static final int Q = Problem.RESOURCES;

    /** Eight places at a time, the first in the lowest byte. */
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = LOW_BITS << (Byte.SIZE - 1);

    /** In which the nodes are made to fail. */
    final int[] order;

    /** At which places of the order a node cannot be told apart from the one before. */
    final boolean[] twins;

    /** For each combination the nodes that its placement uses. */
    final long[] used;

    /** How many bytes a combination has. */
    final int stride;

    /** The scale on which the placements fit. */
    final long[] parts;

    private final Problem problem;
    private final byte[] at;

    private Proofs(
            Problem problem,
            QuickSearch quick,
            int[] order,
            boolean[] twins,
            int stride,
            long[] used,
            byte[] at) {
        this.problem = problem;
        this.parts = quick.parts;
        this.order = order;
        this.twins = twins;
        this.stride = stride;
        this.used = used;
        this.at = at;
    }

    /** With room for all combinations, or for none when that would be more than {@code bytes}. */
    static Proofs of(Problem problem, QuickSearch quick, int[] order, boolean[] twins, long bytes) {
        int stride = stride(problem);
        long combinations = CombinationSearch.combinations(problem.nodes, problem.reserve);
        int kept = combinations <= bytes / (stride + Long.BYTES) ? (int) combinations : 0;
        byte[] nowhere = new byte[kept * stride];
        Arrays.fill(nowhere, (byte) Problem.NONE);
        return new Proofs(problem, quick, order, twins, stride, new long[kept], nowhere);
    }

    /** The same placements for another picture of the cluster, to be changed where needed. */
    Proofs carriedOverTo(Problem now, QuickSearch quick) {
        int wider = stride(now);
        byte[] copy = at.clone();
        if (wider != stride) {
            copy = new byte[used.length * wider];
            Arrays.fill(copy, (byte) Problem.NONE);
            int both = Math.min(stride, wider);
            for (int i = 0; i < used.length; i++) {
                System.arraycopy(at, i * stride, copy, i * wider, both);
            }
        }
        return new Proofs(now, quick, order, twins, wider, used.clone(), copy);
    }

    private static int stride(Problem problem) {
        int[] counts = new int[problem.nodes];
        for (int n = 0; n < counts.length; n++) {
            counts[n] = problem.movers[n].length;
        }
        Arrays.sort(counts);
        int most = problem.homeless().length;
        for (int i = 0; i < problem.reserve; i++) {
            most += counts[counts.length - 1 - i];
        }
        return Math.ceilDiv(most, Long.BYTES) * Long.BYTES;
    }

    /** The first place from {@code from} on at which a combination has this node, or −1. */
    int find(int combination, int node, int from) {
        int begin = combination * stride;
        for (int word = from & -Long.BYTES; word < stride; word += Long.BYTES) {
            long differences = (long) WORDS.get(at, begin + word) ^ (LOW_BITS * node);
            long equal = (differences - LOW_BITS) & ~differences & HIGH_BITS;
            while (equal != 0) {
                int place = word + Long.numberOfTrailingZeros(equal) / Byte.SIZE;
                if (place >= from && at[begin + place] == node) {
                    return place;
                }
                equal &= equal - 1;
            }
        }
        return -1;
    }

    /** Whether there is room to remember anything. */
    boolean remembers() {
        return used.length > 0;
    }

    /** The node of the VM at this place of a combination. */
    int at(int combination, int place) {
        return at[combination * stride + place];
    }

    /** Fills up a combination from a place on. */
    void clear(int combination, int from) {
        int begin = combination * stride;
        Arrays.fill(at, begin + from, begin + stride, (byte) Problem.NONE);
    }

    void put(int combination, int place, int node) {
        at[combination * stride + place] = (byte) node;
    }

    /** The VMs that move from a node, or last from none, as they were numbered then. */
    int[] movers(int node) {
        return problem.movers[node];
    }

    /** Whether the same nodes are looked at under the same reserve, on the same scale. */
    boolean compares(Problem now, QuickSearch quick) {
        if (now.reserve != problem.reserve
                || now.nodes != problem.nodes
                || !remembers()
                || !Arrays.equals(quick.parts, parts)) {
            return false;
        }
        for (int n = 0; n < now.nodes; n++) {
            Node before = problem.picture.nodes().get(n);
            Node after = now.picture.nodes().get(n);
            if (!after.host().equals(before.host()) || after.open() != before.open()) {
                return false;
            }
        }
        return true;
    }

    /** How a picture differs from that of the proofs. */
    static final class Changes {
        /** Nodes with less left than before. */
        long tighter;

        /** Nodes that have got a VM, or one that is otherwise: a partner may be there now. */
        long guests;

        /** Nodes whose VMs to be moved are not the same as before; a bit for each. */
        long relaid;

        /** Whether the VMs that no node holds are not the same as before. */
        boolean homeless;

        /** For each node, last for none, and each of its VMs the place that it had; or −1. */
        int[][] before = new int[0][];
    }

    Changes changes(Problem now) {
        Map<VmId, Integer> known = new HashMap<>(now.vms * 2);
        for (int v = 0; v < problem.vms; v++) {
            known.put(problem.vm(v), v);
        }
        Changes changes = new Changes();
        for (int n = 0; n < now.nodes; n++) {
            for (int q = 0; q < Q; q++) {
                if (now.free[n * Q + q] < problem.free[n * Q + q]) {
                    changes.tighter |= 1L << n;
                }
            }
        }
        for (int v = 0; v < now.vms; v++) {
            if (now.home[v] != Problem.NONE && !isAsBefore(now, v, known.get(now.vm(v)))) {
                changes.guests |= 1L << now.home[v];
            }
        }
        relaid(now, known, changes);
        return changes;
    }

    private boolean isAsBefore(Problem now, int vm, @Nullable Integer was) {
        return was != null
                && problem.picture.tenants().get(was).equals(now.picture.tenants().get(vm));
    }

    private void relaid(Problem now, Map<VmId, Integer> known, Changes changes) {
        int[] place = new int[problem.vms];
        Arrays.fill(place, -1);
        for (int[] some : problem.movers) {
            for (int i = 0; i < some.length; i++) {
                place[some[i]] = i;
            }
        }
        changes.before = new int[now.nodes + 1][];
        for (int n = 0; n <= now.nodes; n++) {
            int[] some = now.movers[n];
            int[] before = new int[some.length];
            boolean same = some.length == problem.movers[n].length;
            for (int i = 0; i < some.length; i++) {
                Integer was = known.get(now.vm(some[i]));
                before[i] = was != null && isAsBefore(now, some[i], was) ? place[was] : -1;
                same &= before[i] == i;
            }
            changes.before[n] = before;
            if (!same && n < now.nodes) {
                changes.relaid |= 1L << n;
            }
            changes.homeless |= !same && n == now.nodes;
        }
    }
}
