package io.berth.placement.domain.reserve;

import org.jspecify.annotations.Nullable;

/**
 * Figures of a {@link Problem} on a coarse scale, all five in one word, so that one subtraction
 * tells whether a VM fits on a node: each quantity has eleven bits and a guard bit above them that
 * is lost when its subtraction would go below zero. What nodes have is rounded down and what VMs
 * take is rounded up, so what fits here really fits; what does not is looked at exactly.
 *
 * <p>The scale of a quantity goes up to the most that a node has left of it, or that can need room
 * at once where that is less, and an eighth beyond, so that the rounding is one part in some 1800
 * of that. A quantity that can run short on no node is left out.
 */
final class Packed {
    private static final int Q = Problem.RESOURCES;
    private static final int FIELD = 12;
    private static final long TOP = (1L << (FIELD - 1)) - 1;

    /** The guard bit of every field. */
    private static final long GUARDS = 0x800800800800800L;

    /** A scale goes further by this part than is needed, so that a VM more does not change it. */
    private static final long HEADROOM = 8;

    private Packed() {}

    /** Whether a VM of this size fits into what is left. */
    static boolean fits(long left, long size) {
        return (((left | GUARDS) - size) & GUARDS) == GUARDS;
    }

    /** What is left with such a VM more that fits exactly but perhaps not on this scale. */
    static long minusAtMost(long left, long size) {
        long rest = 0;
        for (int q = 0; q < Q; q++) {
            long field = field(left, q) - field(size, q);
            rest |= Math.max(0, field) << (q * FIELD);
        }
        return rest;
    }

    /** What a node has left or a VM takes altogether, for an order of nodes. */
    static long total(long figures) {
        long sum = 0;
        for (int q = 0; q < Q; q++) {
            sum += field(figures, q);
        }
        return sum;
    }

    private static long field(long figures, int q) {
        return (figures >>> (q * FIELD)) & TOP;
    }

    /**
     * For each quantity the size of one part; 0 for one that is left out.
     *
     * @param usual a scale that is kept where it is not much too coarse, so that placements of one
     *     picture compare with those of the next
     */
    static long[] scale(Problem problem, long @Nullable [] usual) {
        long[] parts = new long[Q];
        for (int q = 0; q < Q; q++) {
            long most = 0;
            boolean limits = false;
            for (int n = 0; n < problem.nodes; n++) {
                long left = problem.free[n * Q + q];
                limits |= left < problem.worst[q];
                most = Math.max(most, Math.min(left, problem.worst[q]));
            }
            long finest = Math.max(1, Math.ceilDiv(most, TOP));
            boolean keeps = usual != null && usual[q] >= finest && usual[q] <= 2 * finest;
            parts[q] = keeps && usual != null ? usual[q] : limits ? finest + finest / HEADROOM : 0;
        }
        return parts;
    }

    static long[] nodes(Problem problem, long[] parts) {
        long[] nodes = new long[problem.nodes];
        for (int n = 0; n < nodes.length; n++) {
            for (int q = 0; q < Q; q++) {
                long left = problem.free[n * Q + q];
                long field = parts[q] == 0 ? 0 : Math.max(0, left) / parts[q];
                nodes[n] |= Math.min(field, TOP) << (q * FIELD);
            }
        }
        return nodes;
    }

    /** The VMs; one that is larger than what any node has left has the largest size. */
    static long[] vms(Problem problem, long[] parts) {
        long[] vms = new long[problem.vms];
        for (int v = 0; v < vms.length; v++) {
            for (int q = 0; q < Q; q++) {
                long field = parts[q] == 0 ? 0 : Math.ceilDiv(problem.size[v * Q + q], parts[q]);
                vms[v] |= Math.min(field, TOP) << (q * FIELD);
            }
        }
        return vms;
    }

    /** The admitted nodes on which a VM fits while nobody has failed, exactly. */
    static long fitting(Problem problem, int vm) {
        long fitting = 0;
        for (long rest = problem.admitted[vm]; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            fitting |= problem.fits(vm, node, problem.free) ? 1L << node : 0;
        }
        return fitting;
    }
}
