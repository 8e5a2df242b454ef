package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.placement.domain.policy.Aggressiveness;
import java.util.Comparator;
import java.util.List;

/**
 * How far the plans of a domain are believed. What a VM takes is not measured, only what its host
 * does; where VMs of equal size take very different shares, a move may do the opposite of what was
 * planned, and at constant load rounds could follow each other for ever. So each round is held
 * against what came of the one before: after one that has not brought the potential to a new low, a
 * move must be expected to gain twice as much.
 *
 * <p>A load that changes by itself ends all doubt: VMs or hosts have come or gone, or the potential
 * is another one though nothing was moved. While it does not change, each round makes a new low, by
 * {@link Aggressiveness#leastGain} at least, or doubles what is asked for; as no move gains more
 * than the whole potential, at most {@code potential / leastGain + log2(potential / leastGain)}
 * rounds move anything, whatever the VMs really take.
 *
 * @param doublings how often what is asked for has been doubled
 * @param lowest potential since the load changed by itself
 * @param allocated what all hosts had allocated together, see {@code LoadPicture#allocated()}
 */
public record Doubt(int doublings, double lowest, long allocated) {
    /** More than any gain could be worth. */
    private static final int MOST = 30;

    /**
     * @throws IllegalArgumentException when the number is out of range
     */
    public Doubt {
        Require.range("doubt.doublings", doublings, 0, MOST);
    }

    private static Doubt none(double potential, long allocated) {
        return new Doubt(0, MoveGain.rounded(potential), allocated);
    }

    /**
     * After all that is remembered.
     *
     * @param operations of the domain
     * @param potential as it is now
     * @param allocated on all hosts together, as it is now
     */
    public static Doubt of(
            List<OperationRow> operations, double potential, long allocated, double leastGain) {
        OperationRow last =
                operations.stream()
                        .filter(row -> row.kind() == OperationKind.OPTIMISE)
                        .filter(row -> row.state().over() && row.spread() != null)
                        .max(
                                Comparator.comparing(OperationRow::requestedAt)
                                        .thenComparing(OperationRow::id))
                        .orElse(null);
        Spread spread = last == null ? null : last.spread();
        return last == null || spread == null || spread.doubt().allocated() != allocated
                ? none(potential, allocated)
                : spread.doubt().after(last, spread, potential, leastGain);
    }

    private Doubt after(OperationRow last, Spread spread, double potential, double leastGain) {
        if (!last.any(Move::hasMoved)) {
            boolean changed = Math.abs(potential - spread.potentialBefore()) > leastGain;
            return changed ? none(potential, allocated) : this;
        }
        return potential < lowest - leastGain
                ? new Doubt(doublings, MoveGain.rounded(potential), allocated)
                : new Doubt(Math.min(MOST, doublings + 1), lowest, allocated);
    }

    /** What a move must gain beyond its price. */
    public double asks(Aggressiveness level) {
        return level.leastGain() * (1L << doublings);
    }
}
