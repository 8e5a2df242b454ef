package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds an order in which the nodes of a cluster can be emptied, a few at a time, such that the
 * reserve holds throughout.
 *
 * <h2>Goals</h2>
 *
 * Every node gets its turn; at each of them every combination of R failures among the nodes that
 * are still there would leave room for all VMs; and little is moved while room is scarcest, which
 * is before the first node is back.
 *
 * <h2>Constraints</h2>
 *
 * A node that is away counts as absent from the moment on when it is begun with, and all its VMs as
 * in need of room ({@link DrainedCluster}). With {@code atOnce} = k the k nodes that were last
 * begun with are away.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Among the nodes that are left, the one with the least memory to move is tried first, then
 *       the one with fewer VMs, then by id. The first with which the reserve holds is next; at most
 *       {@value #TRIED} are tried.
 *   <li>If it holds with none of them, the one with the least to move is next and the step is
 *       marked as one that breaks the reserve, with the judgement that says by which figures.
 *   <li>Its VMs are put on the others, largest first, each where the most memory is left among the
 *       nodes that have room for it; what finds none is noted. The node that has been away longest
 *       returns, empty.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Three nodes of 64 GiB, R = 1; A holds 8 GiB, B 16, C 24. A is first (8 GiB to move): B and C each
 * could hold all 48. Its VM goes to B; A comes back empty. B and C have 24 GiB each now, C with
 * fewer VMs: C is next, and its VM goes to A, where the most is left. B is last.
 *
 * <h2>Complexity</h2>
 *
 * At most {@value #TRIED} judgements for each of N nodes, and O(V log V + V · N) to put its VMs. It
 * is a forecast: placement puts each VM by its own rules when the time has come, and the reserve is
 * judged anew before each node and each move.
 */
public final class PatchOrder {
    /** How many nodes are tried for one place: the ones after them have more to move. */
    private static final int TRIED = 8;

    /** Where a VM would go; {@code to} is absent when no node has room. */
    public record Putting(VmId vm, @Nullable HostId to) {}

    /**
     * One node's turn.
     *
     * @param why it is this one's turn, for people
     * @param memory to be moved, in MiB
     * @param vms to be moved, largest first
     * @param judgement of the cluster while the node is away
     */
    public record Turn(
            HostId host, String why, long memory, List<Putting> vms, ReserveJudgement judgement) {
        /** Takes a copy. */
        public Turn {
            vms = List.copyOf(vms);
        }

        /** Whether the reserve holds while the node is away. */
        public boolean keepsReserve() {
            return !judgement.overCommitted();
        }
    }

    private static final Comparator<Tenant> LARGEST_FIRST =
            Comparator.comparingLong((Tenant vm) -> -vm.size().memory()).thenComparing(Tenant::vm);

    private final int atOnce;
    private final SearchBudget budget;
    private final ClusterPicture picture;
    private final Map<HostId, Node> nodes = new TreeMap<>();
    private final Map<HostId, List<Tenant>> held = new HashMap<>();
    private final Map<HostId, Map<Resource, Long>> free = new HashMap<>();
    private final List<Tenant> homeless = new ArrayList<>();
    private final Deque<HostId> away = new ArrayDeque<>();

    private PatchOrder(ClusterPicture picture, int atOnce, SearchBudget budget) {
        this.atOnce = atOnce;
        this.budget = budget;
        this.picture = picture;
        for (Node node : picture.nodes()) {
            nodes.put(node.host(), node);
            held.put(node.host(), new ArrayList<>());
            Map<Resource, Long> usable = new EnumMap<>(Resource.class);
            for (Resource resource : Resource.values()) {
                usable.put(resource, node.usable().of(resource));
            }
            free.put(node.host(), usable);
        }
        picture.tenants().forEach(tenant -> sit(tenant, tenant.on()));
    }

    /**
     * The order.
     *
     * @param picture as it is now
     * @param wanted nodes to patch; those that do not function now come last, with nothing to move
     * @param atOnce how many may be away at the same time
     */
    public static List<Turn> of(
            ClusterPicture picture, Set<HostId> wanted, int atOnce, SearchBudget budget) {
        PatchOrder order = new PatchOrder(picture, atOnce, budget);
        List<HostId> left = new ArrayList<>(wanted.stream().sorted().toList());
        List<Turn> turns = new ArrayList<>();
        while (!left.isEmpty()) {
            Turn next = order.next(left);
            left.remove(next.host());
            turns.add(next);
        }
        return turns;
    }

    private Turn next(List<HostId> left) {
        while (away.size() >= atOnce) {
            away.removeFirst();
        }
        List<HostId> ranked =
                left.stream()
                        .sorted(
                                Comparator.comparing((HostId host) -> !nodes.containsKey(host))
                                        .thenComparingLong(this::memory)
                                        .thenComparingInt(host -> on(host).size())
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(TRIED)
                        .toList();
        HostId least = ranked.getFirst();
        ReserveJudgement ofLeast = judge(least);
        if (!ofLeast.overCommitted()) {
            return begin(least, "least to move", ofLeast);
        }
        for (HostId host : ranked.subList(1, ranked.size())) {
            ReserveJudgement judgement = judge(host);
            if (!judgement.overCommitted()) {
                return begin(host, "least to move of those that keep the reserve", judgement);
            }
        }
        return begin(least, "least to move, and none keeps the reserve", ofLeast);
    }

    private Turn begin(HostId host, String why, ReserveJudgement judgement) {
        List<Tenant> leaving = List.copyOf(on(host));
        long memory = memory(host);
        away.addLast(host);
        held.put(host, new ArrayList<>());
        Map<Resource, Long> usable = free.get(host);
        if (usable != null) {
            leaving.forEach(tenant -> take(usable, tenant, -1));
        }
        List<Putting> puttings = leaving.stream().sorted(LARGEST_FIRST).map(this::put).toList();
        return new Turn(
                host,
                "%s: %d VMs with %d MiB".formatted(why, leaving.size(), memory),
                memory,
                puttings,
                judgement);
    }

    private Putting put(Tenant tenant) {
        HostId best = null;
        long most = Long.MIN_VALUE;
        for (Node node : nodes.values()) {
            HostId host = node.host();
            Map<Resource, Long> left = free.getOrDefault(host, Map.of());
            long memory = left.getOrDefault(Resource.MEMORY, 0L);
            if (node.open() && !away.contains(host) && memory > most && fits(tenant, host, left)) {
                most = memory;
                best = host;
            }
        }
        sit(tenant, best);
        return new Putting(tenant.vm(), best);
    }

    private boolean fits(Tenant tenant, HostId host, Map<Resource, Long> left) {
        for (Resource resource : Resource.values()) {
            if (tenant.size().of(resource) > left.getOrDefault(resource, 0L)) {
                return false;
            }
        }
        Set<HostId> admitted = tenant.admitted();
        String set = tenant.antiAffinitySet();
        return (admitted == null || admitted.contains(host))
                && (set == null
                        || on(host).stream().noneMatch(each -> set.equals(each.antiAffinitySet())));
    }

    private void sit(Tenant tenant, @Nullable HostId host) {
        Map<Resource, Long> left = host == null ? null : free.get(host);
        if (host == null || left == null) {
            homeless.add(tenant);
        } else {
            on(host).add(tenant);
            take(left, tenant, 1);
        }
    }

    private static void take(Map<Resource, Long> left, Tenant tenant, int sign) {
        for (Resource resource : Resource.values()) {
            left.merge(resource, -sign * tenant.size().of(resource), Long::sum);
        }
    }

    private List<Tenant> on(HostId host) {
        return held.getOrDefault(host, List.of());
    }

    private long memory(HostId host) {
        return on(host).stream().mapToLong(tenant -> tenant.size().memory()).sum();
    }

    /** How the reserve is with one node more away. */
    private ReserveJudgement judge(HostId next) {
        Set<HostId> gone = new HashSet<>(away);
        gone.add(next);
        List<Tenant> tenants = new ArrayList<>();
        homeless.forEach(tenant -> tenants.add(tenant.at(null)));
        held.forEach((host, all) ->
                all.forEach(tenant -> tenants.add(tenant.at(gone.contains(host) ? null : host))));
        tenants.sort(Comparator.comparing(Tenant::vm));
        return ReserveJudge.judge(
                new ClusterPicture(
                        picture.configured(),
                        picture.reserve(),
                        picture.nodes().stream()
                                .filter(node -> !gone.contains(node.host()))
                                .toList(),
                        tenants),
                budget);
    }

    /** The nodes that would break the reserve. */
    public static Set<HostId> breaking(List<Turn> turns) {
        Set<HostId> hosts = new HashSet<>();
        turns.stream().filter(turn -> !turn.keepsReserve()).forEach(turn -> hosts.add(turn.host()));
        return hosts;
    }
}
