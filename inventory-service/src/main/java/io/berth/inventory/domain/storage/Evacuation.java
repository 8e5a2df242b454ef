package io.berth.inventory.domain.storage;

import io.berth.inventory.domain.storage.MoveSequence.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Tries to take every disk off one volume, onto volumes that are in use anyway.
 *
 * <p>The disks go largest first, each to the volume that it fills best. Where a disk fits nowhere,
 * another may have to make room for it by moving on (an ejection chain of at most {@link
 * #MAX_CHAIN} further moves). A choice that leads nowhere is taken back. The search ends after
 * {@link #MAX_TRIED} looks for a place.
 */
final class Evacuation {
    /**
     * Longest chain of disks that make room for one: longer ones hardly ever pay for themselves.
     */
    private static final int MAX_CHAIN = 2;

    /** Most places looked for in one evacuation, of disks that leave and that make room. */
    private static final int MAX_TRIED = 600;

    private final DiskLayout layout;
    private final int volume;
    private final int opened;
    private final int mostMoves;
    private final List<Step> steps = new ArrayList<>();
    private final boolean[] ejected;
    private int tried;

    /**
     * @param opened an empty volume that may be used; -1 for none
     * @param mostMoves that this evacuation may make
     */
    Evacuation(DiskLayout layout, int volume, int opened, int mostMoves) {
        this.layout = layout;
        this.volume = volume;
        this.opened = opened;
        this.mostMoves = mostMoves;
        this.ejected = new boolean[layout.disks()];
    }

    /** The moves, which have then been made in the layout; nothing when none were found. */
    List<Step> moves() {
        List<Integer> waiting = new ArrayList<>(layout.on(volume));
        waiting.sort(
                Comparator.<Integer>comparingLong(layout::size)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        return clear(waiting, 0) ? List.copyOf(steps) : List.of();
    }

    private boolean clear(List<Integer> waiting, int next) {
        if (next == waiting.size()) {
            return true;
        }
        int disk = waiting.get(next);
        return place(disk, -1, MAX_CHAIN, () -> clear(waiting, next + 1));
    }

    /** Finds a place for a disk, and then for all that follows; takes everything back if not. */
    private boolean place(int disk, int except, int chain, BooleanSupplier rest) {
        if (tried >= MAX_TRIED || steps.size() >= mostMoves) {
            return false;
        }
        tried++;
        List<Integer> targets = targets(disk, except);
        for (int target : targets) {
            if (layout.fits(disk, target) && with(disk, target, rest)) {
                return true;
            }
        }
        if (chain == 0) {
            return false;
        }
        for (int target : targets) {
            if (layout.fits(disk, target)) {
                continue;
            }
            if (tried >= MAX_TRIED) {
                return false;
            }
            for (int other : layout.on(target)) {
                if (tried < MAX_TRIED
                        && !ejected[other]
                        && layout.isMovable(other)
                        && layout.fits(disk, target, other)) {
                    ejected[other] = true;
                    boolean done =
                            place(
                                    other,
                                    target,
                                    chain - 1,
                                    () -> layout.fits(disk, target) && with(disk, target, rest));
                    if (done) {
                        return true;
                    }
                    ejected[other] = false;
                }
            }
        }
        return false;
    }

    private boolean with(int disk, int target, BooleanSupplier rest) {
        if (steps.size() >= mostMoves) {
            return false;
        }
        int from = layout.at(disk);
        layout.move(disk, target);
        steps.add(new Step(disk, target));
        if (rest.getAsBoolean()) {
            return true;
        }
        steps.removeLast();
        layout.move(disk, from);
        return false;
    }

    /** Volumes in use, the fullest first. */
    private List<Integer> targets(int disk, int except) {
        List<Integer> targets = new ArrayList<>();
        for (int v = 0; v < layout.volumes(); v++) {
            boolean usable = (!layout.isEmpty(v) || v == opened) && layout.mayHold(v, disk);
            if (usable && v != volume && v != except && v != layout.at(disk)) {
                targets.add(v);
            }
        }
        targets.sort(Comparator.<Integer>comparingLong(layout::room).thenComparing(v -> v));
        return targets;
    }
}
