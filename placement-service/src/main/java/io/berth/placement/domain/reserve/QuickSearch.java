package io.berth.placement.domain.reserve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places VMs quickly, on the coarse scale of {@link Packed}: what it finds is a placement, and what
 * it does not find may still exist. Counts its steps: one for each VM.
 */
final class QuickSearch {
    /** Spreads the VMs over the nodes; any odd number would do. */
    private static final int SPREAD = 37;

    private static final int MASK = Long.SIZE - 1;

    /** Of a placement that may not fit on the coarse scale: all nodes. */
    static final long EXACT_ONLY = -1L;

    /** Before anything is placed. */
    final Level base;

    /** The scale, see {@link Packed#scale}. */
    final long[] parts;

    private final Problem problem;
    private final int[] tightestFirst;
    private final long[] size;
    private final long[] fitting;
    private final boolean[] fittingKnown;
    private long steps;

    /** A combination, or the beginning of one, with the placement of its VMs. */
    static final class Level {
        /** What each node has left. */
        final long[] left;

        /** For each anti-affinity set the nodes that hold one of it. */
        final long[] holders;

        /** The VMs that have been placed, up to {@link #placed}. */
        int[] vm = new int[Long.SIZE];

        /** The node of each. */
        int[] at = new int[Long.SIZE];

        int placed;

        /** The nodes that anything has been placed on. */
        long used;

        /** Whether all of them have been placed. */
        boolean valid;

        Level(int nodes, int sets) {
            left = new long[nodes];
            holders = new long[sets];
        }

        /** Takes over what is left, and nothing that was placed. */
        void copy(Level other) {
            System.arraycopy(other.left, 0, left, 0, left.length);
            System.arraycopy(other.holders, 0, holders, 0, holders.length);
            used = other.used;
            placed = 0;
            valid = true;
        }

        /** Writes down that a VM is on a node, whose room has been taken already. */
        void put(int which, int node) {
            if (placed == vm.length) {
                vm = Arrays.copyOf(vm, placed * 2);
                at = Arrays.copyOf(at, placed * 2);
            }
            vm[placed] = which;
            at[placed++] = node;
            used |= 1L << node;
        }
    }

    /**
     * A search.
     *
     * @param usual the scale to be kept while it will do; null when any is right
     */
    QuickSearch(Problem problem, long @Nullable [] usual) {
        this.problem = problem;
        this.parts = Packed.scale(problem, usual);
        this.size = Packed.vms(problem, parts);
        this.fitting = new long[problem.vms];
        this.fittingKnown = new boolean[problem.vms];
        this.base = newLevel();
        System.arraycopy(Packed.nodes(problem, parts), 0, base.left, 0, problem.nodes);
        System.arraycopy(problem.holders, 0, base.holders, 0, problem.holders.length);
        base.valid = true;
        this.tightestFirst = tightestFirst(base.left);
    }

    Level newLevel() {
        return new Level(problem.nodes, problem.holders.length);
    }

    long steps() {
        return steps;
    }

    /** The nodes on which a VM fits while nobody has failed; worked out when first asked. */
    long fitting(int vm) {
        if (!fittingKnown[vm]) {
            fitting[vm] = Packed.fitting(problem, vm);
            fittingKnown[vm] = true;
        }
        return fitting[vm];
    }

    long size(int vm) {
        return size[vm];
    }

    /** Places all of them; false at the first that finds no room. */
    boolean placeAll(Level level, int[] vms, long survivors) {
        for (int vm : vms) {
            if (!placeMakingRoom(level, vm, survivors)) {
                return false;
            }
        }
        return true;
    }

    /** The first node with room, from a place that differs from VM to VM. */
    boolean place(Level level, int vm, long survivors) {
        steps++;
        int turn = (vm * SPREAD) & MASK;
        long open = Long.rotateRight(open(level, vm, survivors), turn);
        for (long rest = open; rest != 0; rest &= rest - 1) {
            if (put(level, vm, (Long.numberOfTrailingZeros(rest) + turn) & MASK)) {
                return true;
            }
        }
        return false;
    }

    /**
     * As {@link #place}; where no node has room, one is made by sending a VM that was placed before
     * to another node. Only VMs of no anti-affinity set are sent.
     */
    boolean placeMakingRoom(Level level, int vm, long survivors) {
        return place(level, vm, survivors)
                || (level.used != EXACT_ONLY && makeRoom(level, vm, survivors));
    }

    private boolean makeRoom(Level level, int vm, long survivors) {
        long open = open(level, vm, survivors);
        for (int i = 0; i < level.placed; i++) {
            int other = level.vm[i];
            int node = level.at[i];
            if ((open >>> node & 1) == 0 || problem.set[other] != Problem.NONE) {
                continue;
            }
            steps++;
            long freed = level.left[node] + size[other];
            if (Packed.fits(freed, size[vm])) {
                int to = another(level, other, fitting(other) & survivors & ~(1L << node));
                if (to != Problem.NONE) {
                    level.left[to] -= size[other];
                    level.at[i] = to;
                    level.used |= 1L << to;
                    take(level, vm, node, freed - size[vm]);
                    return true;
                }
            }
        }
        return false;
    }

    private int another(Level level, int vm, long nodes) {
        for (long rest = nodes; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            if (Packed.fits(level.left[node], size[vm])) {
                return node;
            }
        }
        return Problem.NONE;
    }

    /** Largest first, into the node with the least room that has enough. */
    boolean placeTightly(Level level, int[] items, long survivors) {
        level.copy(base);
        for (int vm : items) {
            steps++;
            long open = open(level, vm, survivors);
            boolean found = false;
            for (int i = 0; i < tightestFirst.length && !found; i++) {
                int node = tightestFirst[i];
                found = ((open >>> node) & 1) != 0 && put(level, vm, node);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes over a placement that was found exactly, and may not fit on the coarse scale: all nodes
     * count as used, so that nobody takes away from what is left what was never there.
     */
    void takeOver(Level level, CompleteSearch found) {
        level.copy(base);
        level.used = EXACT_ONLY;
        int[] items = found.items();
        for (int i = 0; i < items.length; i++) {
            int node = found.placedAt(i);
            take(level, items[i], node, Packed.minusAtMost(level.left[node], size[items[i]]));
        }
    }

    private long open(Level level, int vm, long survivors) {
        int set = problem.set[vm];
        long open = fitting(vm) & survivors;
        return set == Problem.NONE ? open : open & ~level.holders[set];
    }

    /** Puts a VM on this node, if it may be there. */
    boolean placeOn(Level level, int vm, int node, long survivors) {
        long left = level.left[node];
        if (((open(level, vm, survivors) >>> node) & 1) == 0 || !Packed.fits(left, size[vm])) {
            return false;
        }
        take(level, vm, node, left - size[vm]);
        return true;
    }

    /** Puts a VM where room is known to be. */
    void putBack(Level level, int vm, int node) {
        take(level, vm, node, level.left[node] - size[vm]);
    }

    private boolean put(Level level, int vm, int node) {
        long left = level.left[node];
        if (!Packed.fits(left, size[vm])) {
            return false;
        }
        take(level, vm, node, left - size[vm]);
        return true;
    }

    private void take(Level level, int vm, int node, long rest) {
        level.left[node] = rest;
        level.put(vm, node);
        if (problem.set[vm] != Problem.NONE) {
            level.holders[problem.set[vm]] |= 1L << node;
        }
    }

    private static int[] tightestFirst(long[] left) {
        List<Integer> nodes = new ArrayList<>();
        for (int n = 0; n < left.length; n++) {
            nodes.add(n);
        }
        nodes.sort(Comparator.comparingLong((Integer n) -> Packed.total(left[n])));
        return nodes.stream().mapToInt(Integer::intValue).toArray();
    }
}
