package io.berth.placement.domain.index;

import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.vm.Resource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several shapes held against one row at once: the same arithmetic as {@link Shape#preference}, in
 * the same order and so to the last bit, but each step for all shapes before the next. What belongs
 * to the row is fetched once, what the shapes need lies side by side, and the loops have no
 * branches, so that the processor takes several shapes in one instruction.
 *
 * <p>A preference is told as a whole number of the same order, because those are compared without a
 * branch.
 */
final class Shapes {
    /** No host that cannot take the VM is ever preferred to one that can. */
    static final long UNFIT = key(Ledger.UNFIT);

    private static final long[] UNASKED = new long[0];
    private static final Resource[] RESOURCES = Resource.values();

    private @Nullable Shape[] shapes = new Shape[4];
    private int used;

    /** By resource, then by lane. */
    private long[][] needs = new long[RESOURCES.length][shapes.length];

    private int[] flagsThatMatter = new int[shapes.length];
    private int[] flagsWanted = new int[shapes.length];

    /**
     * For each number of traits −1 in the lanes of the shapes that they do not suit, else 0; {@link
     * #UNASKED} before anybody has asked.
     */
    private long[][] unsuited = new long[0][];

    private long[] shortages = new long[shapes.length];
    private double[] scores = new double[shapes.length];

    /** How many shapes there is room for. */
    int room() {
        return shapes.length;
    }

    /** How many lanes are in use. */
    int used() {
        return used;
    }

    /** The shape of a lane; null while nobody has it. */
    @Nullable Shape at(int lane) {
        return shapes[lane];
    }

    /** Makes room for twice as many. */
    void grow() {
        int lanes = shapes.length * 2;
        shapes = Arrays.copyOf(shapes, lanes);
        for (int r = 0; r < RESOURCES.length; r++) {
            needs[r] = Arrays.copyOf(needs[r], lanes);
        }
        flagsThatMatter = Arrays.copyOf(flagsThatMatter, lanes);
        flagsWanted = Arrays.copyOf(flagsWanted, lanes);
        shortages = new long[lanes];
        scores = new double[lanes];
    }

    /** Gives a lane to a shape, in place of the one that had it. */
    void enter(int lane, Shape shape) {
        shapes[lane] = shape;
        used = Math.max(used, lane + 1);
        for (int r = 0; r < RESOURCES.length; r++) {
            needs[r][lane] = shape.need(r);
        }
        flagsThatMatter[lane] = shape.flagsThatMatter();
        flagsWanted[lane] = shape.flagsWanted();
        Arrays.fill(unsuited, UNASKED);
    }

    /** A whole number in the same order as preferences. */
    static long key(double preference) {
        long bits = Double.doubleToRawLongBits(preference);
        return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
    }

    /**
     * The preferences of all shapes for the host of a row.
     *
     * @param into by lane
     * @return whether any is another than was there
     */
    boolean value(Ledger ledger, int row, long[] into) {
        int lanes = used;
        int traits = ledger.traitsOf(row);
        long[] never = unsuited(ledger, traits);
        GroupPolicy group = ledger.traits(traits).group();
        exclude(ledger.flags(row), never, lanes);
        double all = 0;
        Arrays.fill(scores, 0, lanes, 0);
        for (int r = 0; r < RESOURCES.length; r++) {
            long left = ledger.available(RESOURCES[r], row);
            miss(needs[r], left, lanes);
            double weight = group.weights().of(RESOURCES[r]);
            long usable = ledger.usable(RESOURCES[r], row);
            if (weight > 0 && usable != Ledger.UNLIMITED) {
                all += weight;
                if (usable > 0) {
                    add(needs[r], left, usable, weight, lanes);
                }
            }
        }
        return tell(all, group.goal() == Goal.CONSOLIDATE, into, lanes);
    }

    private void exclude(int flags, long[] never, int lanes) {
        long[] out = shortages;
        for (int i = 0; i < lanes; i++) {
            int wrong = (flags & flagsThatMatter[i]) ^ flagsWanted[i];
            out[i] = never[i] | -wrong;
        }
    }

    /** Below zero where this is not enough. */
    private void miss(long[] need, long left, int lanes) {
        long[] out = shortages;
        for (int i = 0; i < lanes; i++) {
            out[i] |= left - need[i];
        }
    }

    private void add(long[] need, long left, double usable, double weight, int lanes) {
        double[] sums = scores;
        for (int i = 0; i < lanes; i++) {
            sums[i] += weight * ((left - need[i]) / usable);
        }
    }

    private boolean tell(double all, boolean lowestFirst, long[] into, int lanes) {
        long changed = 0;
        for (int i = 0; i < lanes; i++) {
            double score = all > 0 ? scores[i] / all : 0;
            long key = key(lowestFirst ? 0.0 - score : score);
            long unfit = shortages[i] >> (Long.SIZE - 1);
            long value = (key & ~unfit) | (UNFIT & unfit);
            changed |= into[i] ^ value;
            into[i] = value;
        }
        return changed != 0;
    }

    private long[] unsuited(Ledger ledger, int traits) {
        if (traits >= unsuited.length) {
            int known = unsuited.length;
            unsuited = Arrays.copyOf(unsuited, Math.max(16, Integer.highestOneBit(traits) * 2));
            Arrays.fill(unsuited, known, unsuited.length, UNASKED);
        }
        if (unsuited[traits] == UNASKED) {
            long[] found = new long[shapes.length];
            for (int i = 0; i < used; i++) {
                Shape shape = shapes[i];
                found[i] = shape != null && shape.suits(ledger, traits) ? 0 : -1;
            }
            unsuited[traits] = found;
        }
        return unsuited[traits];
    }
}
