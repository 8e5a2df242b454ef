package io.berth.placement.domain.ledger;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has how much left: arrays of figures with one row a host. A VM holds all that it is specified
 * with on the host it is assigned to, running or not, so that what was promised can be kept.
 *
 * <p>All that a decision looks at of one host lies together in 96 bytes, so that looking at a host
 * that is not in the processor's cache waits for memory twice and not once for each figure; what
 * only changes and people look at lies apart.
 *
 * <p>A resource that a host does not state is {@link #UNLIMITED} there: nothing is refused for want
 * of it, and it does not count in the rating. What is alike on many hosts, such as processor,
 * networks and hypervisor, is kept once and named by a number.
 *
 * <p>Derived state: at any time it equals the sum over the assignments and over what hosts said to
 * run outside of Berth, and can be rebuilt from them. Between {@link #begin} and {@link #rollBack}
 * it is written in pencil, so that a decision can see what it has done so far and leave nothing
 * behind. Not safe for several threads.
 *
 * <p>Memory: 22 figures, 176 bytes, a host, beside its id and description.
 */
public final class Ledger {
    /** Stands for the capacity of a host that does not state it; no sum of VMs comes near. */
    public static final long UNLIMITED = 1L << 60;

    /** The score of a host that is short of something: lower than any other. */
    public static final double UNFIT = Double.NEGATIVE_INFINITY;

    /** The monitor says that the host is up. */
    public static final int UP = 1;

    /** The host's grant is in force. */
    public static final int OPEN = 1 << 1;

    /** Inventory has specified the host. */
    public static final int SPECIFIED = 1 << 2;

    /** An administrator keeps VMs away. */
    public static final int MAINTENANCE = 1 << 3;

    /** A node of a cluster. */
    public static final int CLUSTERED = 1 << 4;

    /** Not supported, but forced by an administrator. */
    public static final int FORCED = 1 << 5;

    /** Of an over-committed cluster. */
    public static final int OVER_COMMITTED = 1 << 6;

    /** An evacuation keeps new VMs away. */
    public static final int EVACUATED = 1 << 7;

    /** The monitor keeps new VMs away. */
    public static final int QUARANTINED = 1 << 8;

    /** What a host's row says, as opposed to its description. */
    private static final int LIFE = UP | OPEN | EVACUATED | QUARANTINED;

    private static final Resource[] RESOURCES = Resource.values();
    private static final int INITIAL_ROWS = 16;

    /** Of each row in {@link #figures}: usable, then what is left, then flags and traits. */
    private static final int FIGURES = 12;

    private static final int LEFT = RESOURCES.length;
    private static final int MARKS = 2 * RESOURCES.length;

    /** Of each row in {@link #holdings}: allocated, then measured. */
    private static final int HOLDINGS = 2 * RESOURCES.length;

    private static final int MEASURED = RESOURCES.length;

    private final Map<HostId, Integer> rows = new HashMap<>();
    private final List<HostTraits> traits = new ArrayList<>();
    private final Map<HostTraits, Integer> traitIds = new HashMap<>();
    private final ChangeLog changes = new ChangeLog();
    private final Pencil pencil = new Pencil();
    private HostId[] hosts = new HostId[INITIAL_ROWS];
    private @Nullable HostDescription[] descriptions = new HostDescription[INITIAL_ROWS];
    private long[] figures = new long[INITIAL_ROWS * FIGURES];
    private long[] holdings = new long[INITIAL_ROWS * HOLDINGS];

    /** The rows as they were before the first change since {@link #begin}. */
    private static final class Pencil {
        private boolean open;
        private int[] touchedAt = new int[INITIAL_ROWS];
        private int round;
        private int count;
        private int[] rows = new int[INITIAL_ROWS];
        private long[] figures = new long[INITIAL_ROWS * FIGURES];
        private long[] holdings = new long[INITIAL_ROWS * HOLDINGS];
        private @Nullable HostDescription[] descriptions = new HostDescription[INITIAL_ROWS];

        void grow() {
            int size = rows.length * 2;
            rows = Arrays.copyOf(rows, size);
            figures = Arrays.copyOf(figures, size * FIGURES);
            holdings = Arrays.copyOf(holdings, size * HOLDINGS);
            descriptions = Arrays.copyOf(descriptions, size);
        }
    }

    /** Without hosts. */
    public Ledger() {
        traits.add(HostTraits.UNKNOWN);
        traitIds.put(HostTraits.UNKNOWN, 0);
    }

    /**
     * From here on everything is written in pencil.
     *
     * @throws IllegalStateException when it is already
     */
    public void begin() {
        if (pencil.open) {
            throw new IllegalStateException("another decision is being made from this ledger");
        }
        pencil.open = true;
        pencil.round++;
        pencil.count = 0;
    }

    /** Everything is again as it was before {@link #begin}. */
    public void rollBack() {
        pencil.open = false;
        for (int i = 0; i < pencil.count; i++) {
            int row = pencil.rows[i];
            System.arraycopy(pencil.figures, i * FIGURES, figures, row * FIGURES, FIGURES);
            System.arraycopy(pencil.holdings, i * HOLDINGS, holdings, row * HOLDINGS, HOLDINGS);
            descriptions[row] = pencil.descriptions[i];
            changes.add(row);
        }
        Arrays.fill(pencil.descriptions, 0, pencil.count, null);
        pencil.count = 0;
    }

    /**
     * Takes over a host's specification and measured load; nothing to do when they are the same.
     */
    public void describe(HostDescription description) {
        int row = rowFor(description.host());
        HostDescription before = descriptions[row];
        if (description.equals(before)) {
            return;
        }
        touch(row);
        descriptions[row] = description;
        for (Resource resource : RESOURCES) {
            figures[row * FIGURES + resource.column()] = description.usable(resource);
            holdings[row * HOLDINGS + MEASURED + resource.column()] =
                    description.measured(resource);
        }
        boolean sameTraits =
                before != null
                        && before.specification().equals(description.specification())
                        && before.group().equals(description.group());
        mark(
                row,
                (flags(row) & LIFE) | description.flags(),
                sameTraits ? traitsOf(row) : idOf(HostTraits.of(description)));
        settle(row);
    }

    /** Inventory no longer has this host here; what is allocated on it stays in the books. */
    public void forget(HostId host) {
        Integer row = rows.get(host);
        if (row == null || descriptions[row] == null) {
            return;
        }
        touch(row);
        descriptions[row] = null;
        for (Resource resource : RESOURCES) {
            figures[row * FIGURES + resource.column()] = 0;
            holdings[row * HOLDINGS + MEASURED + resource.column()] = 0;
        }
        mark(row, flags(row) & LIFE, 0);
        settle(row);
    }

    /** Takes over whether a host is up, its grant in force, and open to VMs. */
    public void life(HostRow host) {
        int row = rowFor(host.host());
        int life =
                (host.status() == HostStatus.UP ? UP : 0)
                        | (host.tenureOpen() ? OPEN : 0)
                        | (host.evacuated() ? EVACUATED : 0)
                        | (host.quarantined() ? QUARANTINED : 0);
        if ((flags(row) & LIFE) != life) {
            touch(row);
            mark(row, (flags(row) & ~LIFE) | life, traitsOf(row));
        }
    }

    /** A VM of this size takes room on the host. */
    public void allocate(HostId host, VmSpec spec) {
        add(rowFor(host), Demand.of(spec), 1);
    }

    /** A VM of this size gives its room on the host back. */
    public void release(HostId host, VmSpec spec) {
        add(rowFor(host), Demand.of(spec), -1);
    }

    /** How the host is specified; null while inventory has not said. */
    public @Nullable HostDescription description(HostId host) {
        Integer row = rows.get(host);
        return row == null ? null : descriptions[row];
    }

    /**
     * Capacity without the reserve, in the unit of the resource; {@link #UNLIMITED} where the host
     * does not state it, negative when the reserve is larger than the host.
     */
    public long usable(Resource resource, HostId host) {
        Integer row = rows.get(host);
        return row == null ? 0 : usable(resource, row);
    }

    /** What the VMs assigned to the host hold, in the unit of the resource. */
    public long allocated(Resource resource, HostId host) {
        return holding(host, resource.column());
    }

    /** What the host last measured in use, in the unit of the resource; 0 where not measured. */
    public long measured(Resource resource, HostId host) {
        return holding(host, MEASURED + resource.column());
    }

    /**
     * What is left outside the reserve, in the unit of the resource: of memory and disk what is not
     * allocated, of the others what is neither allocated nor measured in use, whichever is larger.
     * Negative when the host is already short.
     */
    public long available(Resource resource, HostId host) {
        Integer row = rows.get(host);
        return row == null ? 0 : available(resource, row);
    }

    /** Whether the host states this resource. */
    public boolean isStated(Resource resource, HostId host) {
        return description(host) != null && usable(resource, host) != UNLIMITED;
    }

    /** How much of a resource a VM asks for, in the unit of the resource. */
    public static long required(Resource resource, VmSpec spec) {
        return Demand.of(spec).of(resource);
    }

    /** How many hosts have a row; rows never go. */
    public int rows() {
        return rows.size();
    }

    /** The row of a host, or −1 when the ledger has never heard of it. */
    public int row(HostId host) {
        Integer row = rows.get(host);
        return row == null ? -1 : row;
    }

    /** Whose row it is. */
    public HostId host(int row) {
        return hosts[row];
    }

    /** What is so of the host of a row: a sum of the flags above. */
    public int flags(int row) {
        return (int) figures[row * FIGURES + MARKS];
    }

    /** The number of the traits that the host of a row has. */
    public int traitsOf(int row) {
        return (int) (figures[row * FIGURES + MARKS] >>> Integer.SIZE);
    }

    /** What this host has in common with others. */
    public HostTraits traits(HostId host) {
        Integer row = rows.get(host);
        return row == null ? HostTraits.UNKNOWN : traits.get(traitsOf(row));
    }

    /** What the hosts with this number have in common. */
    public HostTraits traits(int id) {
        return traits.get(id);
    }

    /**
     * How much the host of a row would be preferred by such a VM.
     *
     * @param need of each resource
     * @param weights of each resource in the mean
     * @return {@link #UNFIT} when any resource is short, otherwise the mean over the rated
     *     resources that the host states of what would be left, as a part of what is usable
     */
    public double score(int row, long[] need, double[] weights) {
        int at = row * FIGURES;
        double sum = 0;
        double all = 0;
        for (int r = 0; r < need.length; r++) {
            long left = figures[at + LEFT + r] - need[r];
            if (left < 0) {
                return UNFIT;
            }
            long usable = figures[at + r];
            double weight = weights[r];
            if (weight > 0 && usable != UNLIMITED) {
                sum += usable > 0 ? weight * ((double) left / usable) : 0;
                all += weight;
            }
        }
        return all > 0 ? sum / all : 0;
    }

    /** Which rows have changed, for those who keep something by them. */
    public ChangeLog changes() {
        return changes;
    }

    /** Capacity without the reserve, in the unit of the resource. */
    public long usable(Resource resource, int row) {
        return figures[row * FIGURES + resource.column()];
    }

    /** What is left of that; below 0 when the host holds more than it may. */
    public long available(Resource resource, int row) {
        return figures[row * FIGURES + LEFT + resource.column()];
    }

    private void add(int row, Demand demand, int sign) {
        touch(row);
        for (Resource resource : RESOURCES) {
            holdings[row * HOLDINGS + resource.column()] += sign * demand.of(resource);
        }
        settle(row);
    }

    /** Works out what is left, after anything else of the row has changed. */
    private void settle(int row) {
        int at = row * FIGURES;
        int held = row * HOLDINGS;
        for (Resource resource : RESOURCES) {
            int r = resource.column();
            long used = holdings[held + r];
            if (resource.isLoaded()) {
                used = Math.max(used, holdings[held + MEASURED + r]);
            }
            figures[at + LEFT + r] = figures[at + r] - used;
        }
    }

    private void mark(int row, int flags, int traits) {
        figures[row * FIGURES + MARKS] = ((long) traits << Integer.SIZE) | flags;
    }

    private long holding(HostId host, int which) {
        Integer row = rows.get(host);
        return row == null ? 0 : holdings[row * HOLDINGS + which];
    }

    private int idOf(HostTraits found) {
        return traitIds.computeIfAbsent(
                found,
                unknown -> {
                    traits.add(unknown);
                    return traits.size() - 1;
                });
    }

    /** This row is about to change. */
    private void touch(int row) {
        changes.add(row);
        if (!pencil.open || pencil.touchedAt[row] == pencil.round) {
            return;
        }
        pencil.touchedAt[row] = pencil.round;
        if (pencil.count == pencil.rows.length) {
            pencil.grow();
        }
        int i = pencil.count++;
        pencil.rows[i] = row;
        System.arraycopy(figures, row * FIGURES, pencil.figures, i * FIGURES, FIGURES);
        System.arraycopy(holdings, row * HOLDINGS, pencil.holdings, i * HOLDINGS, HOLDINGS);
        pencil.descriptions[i] = descriptions[row];
    }

    private int rowFor(HostId host) {
        Integer known = rows.get(host);
        if (known != null) {
            return known;
        }
        int row = rows.size();
        if (row == hosts.length) {
            grow(row * 2);
        }
        rows.put(host, row);
        hosts[row] = host;
        return row;
    }

    private void grow(int size) {
        hosts = Arrays.copyOf(hosts, size);
        descriptions = Arrays.copyOf(descriptions, size);
        figures = Arrays.copyOf(figures, size * FIGURES);
        holdings = Arrays.copyOf(holdings, size * HOLDINGS);
        pencil.touchedAt = Arrays.copyOf(pencil.touchedAt, size);
    }
}
