package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
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

    private final Ledger ledger;
    private final Tournament tournament;

    /** In the order in which they were last asked for. */
    private final Map<Requirement, Integer> lanes = new LinkedHashMap<>(16, 0.75f, true);

    private final BitSet excluded = new BitSet();

    /** Of this ledger, which it follows from now on. */
    public HostIndex(Ledger ledger) {
        this.ledger = ledger;
        this.tournament = new Tournament(ledger);
    }

    /**
     * The best host; null when none can take such a VM.
     *
     * @param start the VM's place on the {@linkplain Ring ring}, by which ties are broken
     * @param except hosts that this VM may not use
     */
    public @Nullable HostId best(Requirement requirement, long start, Collection<HostId> except) {
        int row = tournament.best(lane(requirement), start, rows(except));
        return row < 0 ? null : ledger.host(row);
    }

    /**
     * As {@link #best}, by looking at every host: what the index is measured and checked against.
     */
    public @Nullable HostId scan(Requirement requirement, long start, Collection<HostId> except) {
        Shape shape = new Shape(requirement);
        BitSet without = rows(except);
        int found = -1;
        double highest = Shape.UNFIT;
        for (int row = 0; row < ledger.rows(); row++) {
            double preference = shape.preference(ledger, row);
            if (preference == Shape.UNFIT || preference < highest || without.get(row)) {
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
    List<HostId> bestOnes(
            Requirement requirement, long start, Collection<HostId> except, int atMost) {
        return tournament.bestOnes(lane(requirement), start, rows(except), atMost).stream()
                .map(ledger::host)
                .toList();
    }

    /** Some of the hosts that cannot take such a VM, whichever VM it is. */
    List<HostId> unfit(Requirement requirement, int atMost) {
        return tournament.unfit(lane(requirement), atMost).stream().map(ledger::host).toList();
    }

    private int lane(Requirement requirement) {
        Integer known = lanes.get(requirement);
        if (known != null) {
            return known;
        }
        int lane = lanes.size();
        if (lane == MAX_SHAPES) {
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
