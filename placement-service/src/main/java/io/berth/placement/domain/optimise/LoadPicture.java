package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveGain;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How loaded hosts are, as they will be when all VMs that are on their way have arrived; and what
 * moving one more VM would change.
 *
 * <p>Of each rated resource {@code u = used / usable}, with used and usable as in ratings. The
 * <em>load</em> of a host is the mean of {@code u} by the weights of its group, that is 1 less its
 * score. Its <em>strain</em> is the mean of {@code u²}, beside {@value #OVERLOAD} times the mean of
 * the square of that by which {@code u} exceeds what is hot. The <em>potential</em> is the sum of
 * all strains: squares fall when the fuller of two hosts gives to the emptier one, in each resource
 * for itself, so that a host with full processors and empty memory is seen, which the mean would
 * hide. Hosts that are to be filled (the goal is to consolidate) have only the second part: they
 * give VMs away when they are hot, and for no other reason.
 *
 * <p>Load is measured by host and not by VM, so what is measured is taken to come from its VMs by
 * what they have allocated, and to go with them.
 *
 * <p>Mutable, and only as long as one plan is made.
 */
final class LoadPicture {
    /** How much more a hot resource counts. */
    private static final int OVERLOAD = 8;

    private static final Resource[] RESOURCES = Resource.values();
    private static final int COUNT = RESOURCES.length;

    private final List<HostId> hosts;
    private final Map<HostId, Integer> places = new HashMap<>();
    private final double hot;
    private final long[] usable;
    private final long[] allocated;
    private final long[] measured;
    private final double[] weights;
    private final boolean[] spreads;

    /**
     * Of these hosts.
     *
     * @param hosts described ones
     * @param hot a resource is when a larger part than this is used
     */
    LoadPicture(Draft draft, Collection<HostId> hosts, double hot) {
        this.hosts = List.copyOf(hosts);
        this.hot = hot;
        int size = this.hosts.size() * COUNT;
        usable = new long[size];
        allocated = new long[size];
        measured = new long[size];
        weights = new double[size];
        spreads = new boolean[this.hosts.size()];
        for (int h = 0; h < this.hosts.size(); h++) {
            read(draft.ledger(), h);
        }
        for (OperationRow operation : draft.operations()) {
            for (Move move : operation.reservations()) {
                arrive(draft, move);
            }
        }
    }

    private void read(Ledger ledger, int h) {
        HostId host = hosts.get(h);
        places.put(host, h);
        GroupPolicy group = ledger.traits(host).group();
        spreads[h] = group.goal() == Goal.LOAD_BALANCE;
        double sum = 0;
        for (Resource resource : RESOURCES) {
            int at = h * COUNT + resource.column();
            usable[at] = ledger.usable(resource, host);
            allocated[at] = ledger.allocated(resource, host);
            measured[at] = resource.isLoaded() ? ledger.measured(resource, host) : 0;
            weights[at] = usable[at] == Ledger.UNLIMITED ? 0 : group.weights().of(resource);
            sum += weights[at];
        }
        for (int at = h * COUNT; sum > 0 && at < (h + 1) * COUNT; at++) {
            weights[at] /= sum;
        }
    }

    /** Its room at the target is allocated already, that at its host still is. */
    private void arrive(Draft draft, Move move) {
        VmRow vm = draft.vm(move.vm());
        HostId target = move.target();
        if (vm == null || vm.host() == null || target == null) {
            return;
        }
        Integer from = places.get(vm.host());
        Integer to = places.get(target);
        Demand demand = Demand.of(vm.spec());
        for (int r = 0; r < COUNT; r++) {
            long share = from == null ? 0 : share(from, r, demand.of(RESOURCES[r]));
            if (from != null) {
                allocated[from * COUNT + r] -= demand.of(RESOURCES[r]);
                measured[from * COUNT + r] -= share;
            }
            if (to != null) {
                measured[to * COUNT + r] += share;
            }
        }
    }

    int size() {
        return hosts.size();
    }

    HostId host(int h) {
        return hosts.get(h);
    }

    /** The place of a host in this picture, or −1 when it is none of it. */
    int place(HostId host) {
        return places.getOrDefault(host, -1);
    }

    private void shift(int from, int to, Demand demand) {
        for (int r = 0; r < COUNT; r++) {
            long amount = demand.of(RESOURCES[r]);
            long share = share(from, r, amount);
            allocated[from * COUNT + r] -= amount;
            measured[from * COUNT + r] -= share;
            allocated[to * COUNT + r] += amount;
            measured[to * COUNT + r] += share;
        }
    }

    /** By how much the potential would fall; negative when it would rise. */
    double gain(int from, int to, Demand demand) {
        double before = 0;
        double after = 0;
        for (int r = 0; r < COUNT; r++) {
            int a = from * COUNT + r;
            int b = to * COUNT + r;
            long amount = demand.of(RESOURCES[r]);
            long share = share(from, r, amount);
            before += strain(from, a, 0, 0) + strain(to, b, 0, 0);
            after += strain(from, a, -amount, -share) + strain(to, b, amount, share);
        }
        return before - after;
    }

    /** Moves a VM, and says what that is worth. */
    MoveGain move(int from, int to, Demand demand, double price) {
        double gain = gain(from, to, demand);
        double sourceBefore = score(from);
        double targetBefore = score(to);
        shift(from, to, demand);
        return new MoveGain(
                sourceBefore, score(from), targetBefore, score(to), gain, price, demand.memory());
    }

    /** Whether more of some resource is used than is hot. */
    boolean isHot(int h) {
        return peak(h) > hot;
    }

    /** The largest part that is used of any resource. */
    double peak(int h) {
        double peak = 0;
        for (int at = h * COUNT; at < (h + 1) * COUNT; at++) {
            if (weights[at] > 0) {
                peak = Math.max(peak, part(at, 0, 0));
            }
        }
        return peak;
    }

    /** Whether all that a VM takes with it leaves no resource of a host fuller than this. */
    boolean staysBelow(int from, int to, Demand demand, double most) {
        for (int r = 0; r < COUNT; r++) {
            int at = to * COUNT + r;
            long amount = demand.of(RESOURCES[r]);
            if (weights[at] > 0 && part(at, amount, share(from, r, amount)) > most) {
                return false;
            }
        }
        return true;
    }

    /** The part that is used of a resource of all hosts together. */
    double part(Resource resource) {
        double used = 0;
        double all = 0;
        for (int h = 0; h < hosts.size(); h++) {
            int at = h * COUNT + resource.column();
            if (weights[at] > 0) {
                used += Math.max(allocated[at], measured[at]);
                all += Math.max(0, usable[at]);
            }
        }
        return all > 0 ? used / all : 0;
    }

    /** 1 less the score. */
    double load(int h) {
        double sum = 0;
        for (int at = h * COUNT; at < (h + 1) * COUNT; at++) {
            sum += weights[at] * part(at, 0, 0);
        }
        return sum;
    }

    /**
     * MiB of memory and percent of a core together: no quantity, but a number that moves leave as
     * it is, and that is another one when VMs or hosts come or go.
     */
    long allocated() {
        long sum = 0;
        for (int h = 0; h < hosts.size(); h++) {
            sum += allocated[h * COUNT + Resource.MEMORY.column()];
            sum += allocated[h * COUNT + Resource.CPU.column()];
        }
        return sum;
    }

    /** In MiB. */
    long allocatedMemory(int h) {
        return allocated[h * COUNT + Resource.MEMORY.column()];
    }

    double potential() {
        double sum = 0;
        for (int h = 0; h < hosts.size(); h++) {
            for (int at = h * COUNT; at < (h + 1) * COUNT; at++) {
                sum += strain(h, at, 0, 0);
            }
        }
        return sum;
    }

    /** The standard deviation of the loads, of all hosts and not of a sample. */
    double deviation() {
        if (hosts.isEmpty()) {
            return 0;
        }
        double sum = 0;
        double squares = 0;
        for (int h = 0; h < hosts.size(); h++) {
            double load = load(h);
            sum += load;
            squares += load * load;
        }
        double mean = sum / hosts.size();
        return Math.sqrt(Math.max(0, squares / hosts.size() - mean * mean));
    }

    private double score(int h) {
        return 1 - load(h);
    }

    private double strain(int h, int at, long more, long moreMeasured) {
        if (weights[at] == 0) {
            return 0;
        }
        double u = part(at, more, moreMeasured);
        double over = Math.max(0, u - hot);
        return weights[at] * ((spreads[h] ? u * u : 0) + OVERLOAD * over * over);
    }

    private double part(int at, long more, long moreMeasured) {
        long used = Math.max(allocated[at] + more, measured[at] + moreMeasured);
        return usable[at] > 0 ? (double) used / usable[at] : used > 0 ? 1 : 0;
    }

    private long share(int from, int r, long amount) {
        int at = from * COUNT + r;
        return allocated[at] > 0 ? (long) ((double) measured[at] * amount / allocated[at]) : 0;
    }
}
