package io.berth.placement.domain.index;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.Ledger;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best host for a VM in a ledger of thousands, by a {@link Tournament} with a lane for
 * each shape that is asked for. Derived state: it follows the ledger by itself and can be thrown
 * away at any time. Not safe for several threads.
 */
public final class HostIndex {
    /**
     * Shapes with a lane of their own; the one not asked for longest makes room for the next. An
     * estate has a few dozen. At 10,000 hosts a lane takes some 107 KiB, so all of them 14 MiB.
     */
    static final int MAX_SHAPES = 128;

    private static final int NONE = -1;

    private final Ledger ledger;
    private final Tournament tournament;

    private final Scan scan;
    private final int maxShapes;

    /** In the order in which they were last asked for. */
    private final Map<Requirement, Integer> lanes = new LinkedHashMap<>(16, 0.75f, true);

    /** Shapes without a lane that were asked for once of late; the next time they earn one. */
    private final LinkedHashSet<Requirement> askedOnce = new LinkedHashSet<>();

    private final BitSet excluded = new BitSet();

    /** Of this ledger, which it follows from now on. */
    public HostIndex(Ledger ledger) {
        this(ledger, MAX_SHAPES);
    }

    /** With so many lanes at most. */
    HostIndex(Ledger ledger, int maxShapes) {
        this.ledger = ledger;
        this.maxShapes = maxShapes;
        this.tournament = new Tournament(ledger);
        this.scan = new Scan(ledger);
    }

    /**
     * The best host; null when none can take such a VM.
     *
     * @param start the VM's place on the {@linkplain Ring ring}, by which ties are broken
     * @param except hosts that this VM may not use
     */
    public @Nullable HostId best(Requirement requirement, long start, Collection<HostId> except) {
        int lane = lane(requirement);
        int row =
                lane == NONE
                        ? scan.best(new Shape(requirement), start, rows(except))
                        : tournament.best(lane, start, rows(except));
        return row < 0 ? null : ledger.host(row);
    }

    /**
     * As {@link #best}, by looking at every host: what the index is measured and checked against.
     */
    public @Nullable HostId scan(Requirement requirement, long start, Collection<HostId> except) {
        Shape shape = new Shape(requirement);
        BitSet without = rows(except);
        int found = -1;
        double highest = Ledger.UNFIT;
        for (int row = 0; row < ledger.rows(); row++) {
            double preference = shape.preference(ledger, row);
            if (preference == Ledger.UNFIT || preference < highest || without.get(row)) {
                continue;
            }
            if (preference > highest || isNearer(row, found, start)) {
                found = row;
                highest = preference;
            }
        }
        return found < 0 ? null : ledger.host(found);
    }

    /** The best hosts, best first. */
    public List<HostId> bestOnes(
            Requirement requirement, long start, Collection<HostId> except, int atMost) {
        int lane = lane(requirement);
        List<Integer> rows =
                lane == NONE
                        ? scan.bestOnes(new Shape(requirement), start, rows(except), atMost)
                        : tournament.bestOnes(lane, start, rows(except), atMost);
        return rows.stream().map(ledger::host).toList();
    }

    /** Some of the hosts that cannot take such a VM, whichever VM it is. */
    public List<HostId> unfit(Requirement requirement, int atMost) {
        Integer lane = lanes.get(requirement);
        List<Integer> rows =
                lane == null
                        ? scan.unfit(new Shape(requirement), atMost)
                        : tournament.unfit(lane, atMost);
        return rows.stream().map(ledger::host).toList();
    }

    /**
     * The lane of a shape; {@link #NONE} when all are taken and it has not been asked for lately. A
     * new lane costs more than an answer without one, and many shapes are asked for only once.
     */
    private int lane(Requirement requirement) {
        Integer known = lanes.get(requirement);
        if (known != null) {
            return known;
        }
        int lane = lanes.size();
        if (lane == maxShapes) {
            if (askedOnce.add(requirement)) {
                if (askedOnce.size() > maxShapes) {
                    askedOnce.removeFirst();
                }
                return NONE;
            }
            askedOnce.remove(requirement);
            Requirement longestUnused = lanes.keySet().iterator().next();
            lane = Objects.requireNonNull(lanes.remove(longestUnused));
        }
        tournament.enter(lane, new Shape(requirement));
        lanes.put(requirement, lane);
        return lane;
    }

    private BitSet rows(Collection<HostId> hosts) {
        excluded.clear();
        for (HostId host : hosts) {
            int row = ledger.row(host);
            if (row >= 0) {
                excluded.set(row);
            }
        }
        return excluded;
    }

    private boolean isNearer(int row, int than, long start) {
        HostId one = ledger.host(row);
        HostId other = ledger.host(than);
        int compared =
                Long.compareUnsigned(
                        Ring.distance(start, one.value()), Ring.distance(start, other.value()));
        return compared != 0 ? compared < 0 : one.compareTo(other) < 0;
    }
}
