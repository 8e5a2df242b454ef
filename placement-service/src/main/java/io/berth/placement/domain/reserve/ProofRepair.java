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
    private final boolean[] pending;

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
        this.pending = new boolean[problem.vms];
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

    /** Keeps of an old placement what still fits, and places the rest; false if that fails. */
    boolean repaired(int number, long failed, int[] failing, Level to) {
        if (old.used[number] == 0) {
            return false;
        }
        long survivors = problem.all() & ~failed;
        to.copy(quick.base);
        int start = 0;
        for (int which = -1; which < failing.length; which++) {
            int from = which < 0 ? problem.nodes : failing[which];
            keep(number, from, start, survivors, to);
            start += old.movers(from).length;
        }
        for (int which = -1; which < failing.length; which++) {
            for (int vm : problem.movers[which < 0 ? problem.nodes : failing[which]]) {
                if (pending[vm] && !quick.place(to, vm, survivors)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void keep(int number, int from, int start, long survivors, Level to) {
        int[] vms = problem.movers[from];
        int[] before = changes.before[from];
        for (int i = 0; i < vms.length; i++) {
            pending[vms[i]] =
                    before[i] < 0
                            || !quick.placeOn(
                                    to, vms[i], old.at(number, start + before[i]), survivors);
        }
    }
}
