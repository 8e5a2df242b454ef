package io.berth.placement.domain.reserve;

import io.berth.placement.domain.reserve.QuickSearch.Level;

/**
 * Carries the {@linkplain Proofs proofs} of an earlier judgement over a change. A combination whose
 * placement the change does not touch is as proven as before; of another the VMs that still fit
 * stay where they were, and only the rest is placed anew.
 */
final class ProofRepair {
    private final Problem problem;
    private final QuickSearch quick;
    private final Proofs old;
    private final Proofs.Changes changes;
    private final long partners;
    private final int[] waiting;
    private final int[] places;
    private int unplaced;

    ProofRepair(Problem problem, QuickSearch quick, Proofs old) {
        this.problem = problem;
        this.quick = quick;
        this.old = old;
        this.changes = old.changes(problem);
        long holding = 0;
        for (long holders : problem.holders) {
            holding |= holders;
        }
        this.partners = holding & changes.guests;
        this.waiting = new int[problem.vms];
        this.places = new int[problem.vms];
    }

    /** Whether the old placement of a combination is as good as it was. */
    boolean stillHolds(int number, long failed, int[] failing) {
        long used = old.used[number] & ~failed;
        if (old.used[number] == 0
                || changes.homeless
                || (failed & changes.relaid) != 0
                || (used & partners) != 0) {
            return false;
        }
        for (long rest = used & changes.tighter; rest != 0; rest &= rest - 1) {
            if (!holdsOn(number, Long.numberOfTrailingZeros(rest), failing)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one node still has room for what the placement puts there. */
    private boolean holdsOn(int number, int node, int[] failing) {
        long left = quick.base.left[node];
        for (int place = old.find(number, node, 0);
                place >= 0;
                place = old.find(number, node, place + 1)) {
            long size = quick.size(vmAt(place, failing));
            if (!Packed.fits(left, size)) {
                return false;
            }
            left -= size;
        }
        return true;
    }

    /**
     * Moves only the VMs that are new among those to be moved, or that a node with less left has no
     * room for any more: to a node that the placement does not use, or else to one with room beside
     * what it puts there. False where more must be looked at.
     */
    boolean nudged(int number, long failed, int[] failing, Proofs into) {
        long used = old.used[number];
        if (used == 0
                || used == QuickSearch.EXACT_ONLY
                || changes.homeless
                || (used & ~failed & partners) != 0) {
            return false;
        }
        long closed = failed | changes.tighter;
        long now = used;
        if ((failed & changes.relaid) != 0) {
            now = relaid(number, failing, into);
            for (int i = 0; i < unplaced; i++) {
                int to = another(number, waiting[i], closed, now, failing, into);
                if (to == Problem.NONE) {
                    return false;
                }
                into.put(number, places[i], to);
                now |= 1L << to;
            }
        }
        for (long rest = now & ~failed & changes.tighter; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            long left = quick.base.left[node];
            for (int place = into.find(number, node, 0);
                    place >= 0;
                    place = into.find(number, node, place + 1)) {
                int vm = vmAt(place, failing);
                long size = quick.size(vm);
                if (Packed.fits(left, size)) {
                    left -= size;
                } else {
                    int to = another(number, vm, closed, now, failing, into);
                    if (to == Problem.NONE) {
                        return false;
                    }
                    into.put(number, place, to);
                    now |= 1L << to;
                }
            }
        }
        into.used[number] = now;
        return true;
    }

    /**
     * Writes down where the VMs are that were there before, each at its new place, and leaves those
     * that are new in {@link #waiting} and their places in {@link #places}. Returns the nodes used.
     */
    private long relaid(int number, int[] failing, Proofs into) {
        long used = 0;
        unplaced = 0;
        int start = 0;
        int oldStart = 0;
        for (int which = -1; which < failing.length; which++) {
            int from = which < 0 ? problem.nodes : failing[which];
            int[] vms = problem.movers[from];
            int[] before = changes.before[from];
            for (int i = 0; i < vms.length; i++) {
                int node = before[i] < 0 ? Problem.NONE : old.at(number, oldStart + before[i]);
                into.put(number, start + i, node);
                if (node == Problem.NONE) {
                    places[unplaced] = start + i;
                    waiting[unplaced++] = vms[i];
                } else {
                    used |= 1L << node;
                }
            }
            start += vms.length;
            oldStart += old.movers(from).length;
        }
        into.clear(number, start);
        return used;
    }

    /** A node for a VM without a partner to mind; {@code closed} nodes are not asked. */
    private int another(int number, int vm, long closed, long used, int[] failing, Proofs into) {
        if (problem.set[vm] != Problem.NONE) {
            return Problem.NONE;
        }
        long open = quick.fitting(vm) & ~closed;
        long size = quick.size(vm);
        for (long rest = open & ~used; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            if (Packed.fits(quick.base.left[node], size)) {
                return node;
            }
        }
        for (long rest = open & used; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            long left = quick.base.left[node];
            for (int place = into.find(number, node, 0);
                    place >= 0;
                    place = into.find(number, node, place + 1)) {
                left -= quick.size(vmAt(place, failing));
            }
            if (Packed.fits(left, size)) {
                return node;
            }
        }
        return Problem.NONE;
    }

    /** The VM at a place of a combination with these failed nodes. */
    private int vmAt(int place, int[] failing) {
        int[] some = problem.homeless();
        int rest = place;
        for (int which = 0; rest >= some.length; which++) {
            rest -= some.length;
            some = problem.movers[failing[which]];
        }
        return some[rest];
    }

    /** Keeps of an old placement what still fits, and places the rest. False if that fails. */
    boolean repaired(int number, long failed, int[] failing, Level to) {
        if (old.used[number] == 0 || old.used[number] == QuickSearch.EXACT_ONLY) {
            return false;
        }
        long survivors = problem.all() & ~failed;
        long doubtful = changes.tighter | partners;
        to.copy(quick.base);
        int oldStart = 0;
        unplaced = 0;
        for (int which = -1; which < failing.length; which++) {
            int from = which < 0 ? problem.nodes : failing[which];
            int[] vms = problem.movers[from];
            int[] before = changes.before[from];
            for (int i = 0; i < vms.length; i++) {
                int vm = vms[i];
                int node = before[i] < 0 ? Problem.NONE : old.at(number, oldStart + before[i]);
                boolean sure =
                        node != Problem.NONE
                                && ((doubtful >>> node) & 1) == 0
                                && problem.set[vm] == Problem.NONE;
                if (sure) {
                    quick.putBack(to, vm, node);
                } else if (node == Problem.NONE || !quick.placeOn(to, vm, node, survivors)) {
                    waiting[unplaced++] = vm;
                }
            }
            oldStart += old.movers(from).length;
        }
        for (int i = 0; i < unplaced; i++) {
            if (!quick.placeMakingRoom(to, waiting[i], survivors)) {
                return false;
            }
        }
        return true;
    }
}
