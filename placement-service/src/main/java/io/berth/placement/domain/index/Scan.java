package io.berth.placement.domain.index;

import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.Ledger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The answers of {@link Tournament} for a shape that has no lane in it, found by looking at every
 * host: cheaper than making a lane for a shape that may never be asked for again.
 *
 * <p>With H hosts each answer takes O(H) time, and no memory for the shape.
 */
final class Scan {
    private final Ledger ledger;
    private final Ring ring = new Ring();
    private final Frontier frontier = new Frontier();

    Scan(Ledger ledger) {
        this.ledger = ledger;
    }

    /** As {@link Tournament#best}. */
    int best(Shape shape, long from, BitSet except) {
        ring.follow(ledger);
        int start = ring.first(from);
        int found = -1;
        double highest = Ledger.UNFIT;
        for (int step = 0; step < ring.size(); step++) {
            int row = row(start, step);
            double preference = shape.preference(ledger, row);
            if (preference > highest && !except.get(row)) {
                found = row;
                highest = preference;
            }
        }
        return found;
    }

    /** As {@link Tournament#bestOnes}. */
    List<Integer> bestOnes(Shape shape, long from, BitSet except, int atMost) {
        ring.follow(ledger);
        int start = ring.first(from);
        frontier.clear();
        for (int step = 0; step < ring.size(); step++) {
            int row = row(start, step);
            double preference = shape.preference(ledger, row);
            if (preference != Ledger.UNFIT && !except.get(row)) {
                frontier.add(Shapes.key(preference), step, 0, row);
            }
        }
        List<Integer> rows = new ArrayList<>();
        while (rows.size() < atMost && !frontier.isEmpty()) {
            rows.add(frontier.node());
            frontier.remove();
        }
        return rows;
    }

    /** As {@link Tournament#unfit}. */
    List<Integer> unfit(Shape shape, int atMost) {
        ring.follow(ledger);
        List<Integer> rows = new ArrayList<>();
        for (int position = 0; position < ring.size() && rows.size() < atMost; position++) {
            int row = ring.row(position);
            if (shape.preference(ledger, row) == Ledger.UNFIT) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The host so many steps clockwise from the start, so that the first of equals is nearest. */
    private int row(int start, int step) {
        int position = start + step;
        return ring.row(position < ring.size() ? position : position - ring.size());
    }
}
