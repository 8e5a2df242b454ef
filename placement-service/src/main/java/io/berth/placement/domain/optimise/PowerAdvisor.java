package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.move.MovePlanner;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.optimise.PowerAdvice.Kept;
import io.berth.placement.domain.optimise.PowerAdvice.Off;
import io.berth.placement.domain.optimise.PowerAdvice.On;
import io.berth.placement.domain.optimise.PowerAdvice.Reason;
import io.berth.placement.domain.optimise.PowerAdvice.Step;
import io.berth.placement.domain.optimise.PowerAdvice.Why;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds hosts that a cluster could do without for now.
 *
 * <h2>Goals</h2>
 *
 * As many as can be found, those first from which least memory has to be copied.
 *
 * <h2>Constraints</h2>
 *
 * The cluster has more than {@value #MOST_ALWAYS_ON} nodes, and a strict majority of the configured
 * ones stays in service, so that it keeps its quorum. All VMs of the host can be migrated by hand
 * to hosts that stay, and leave none fuller than {@value #MARGIN} below what is hot, so that what
 * is switched off today is not asked for again tomorrow. The node failure reserve is kept by the
 * nodes that are left, by the judgement of {@link ReserveGuard}.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>When the load of all hosts together is above what is hot in any resource, or the cluster is
 *       over-committed, hosts that are not in service are asked for, and none can go.
 *   <li>Otherwise the host with the least allocated memory is emptied in thought: its VMs, largest
 *       first, each to the fullest host that takes it. What has been found so far is kept in mind.
 *   <li>If all found room and the reserve is kept, the host is one of those that could go; if not,
 *       it stays, with the reason. Then the next.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Six nodes of 60 GiB, R = 1, each with one VM of 8 GiB, hot at 85 %. The first is emptied to the
 * second, the next but one likewise: with four nodes left, one may fail and its 16 GiB find room.
 * The third host would leave 3 of 6, no strict majority: it stays, with all others.
 *
 * <h2>Complexity</h2>
 *
 * O(V · H) placements held against the filters for V VMs of H hosts, and H judgements of the
 * reserve within their budget.
 *
 * <p>Source: power optimisation of System Center VMM, which asks for more than four nodes and keeps
 * quorum; Berth's domain description, section 2.5.
 */
public final class PowerAdvisor {
    /** A cluster of so many nodes or fewer keeps all of them. */
    private static final int MOST_ALWAYS_ON = 4;

    private static final double MARGIN = 0.10;
    private static final Resource[] RESOURCES = Resource.values();

    private final MovePlanner moves;
    private final Rulebook rulebook;

    public PowerAdvisor(MovePlanner moves, Rulebook rulebook) {
        this.moves = moves;
        this.rulebook = rulebook;
    }

    /** What advice is worked out with. */
    private static final class Thought {
        private final Draft draft;
        private final LoadPicture picture;
        private final double most;
        private final Map<HostId, List<VmRow>> movable;
        private final Set<HostId> off = new HashSet<>();
        private final Set<HostId> taking = new HashSet<>();
        private ReserveGuard guard;

        Thought(
                Draft draft,
                LoadPicture picture,
                double most,
                Map<HostId, List<VmRow>> movable,
                ReserveGuard guard) {
            this.draft = draft;
            this.picture = picture;
            this.most = most;
            this.movable = movable;
            this.guard = guard;
        }
    }

    /** Advice for the domain as it is; changes nothing but the draft's pencil. */
    public PowerAdvice advise(Draft draft) {
        ReserveGuard guard = ReserveGuard.of(draft, rulebook);
        OptimisePolicy policy = Movable.settings(draft);
        List<HostId> hosts = Movable.hosts(draft, new ArrayList<>());
        if (policy == null || hosts.stream().noneMatch(host -> isAdvised(draft, host))) {
            return PowerAdvice.none(Reason.ADVICE_OFF, guard, 0, List.of());
        }
        double hot = Aggressiveness.of(policy.aggressiveness()).hot();
        LoadPicture picture = new LoadPicture(draft, hosts, hot);
        double load = mean(picture, Set.of());
        String strain = strain(draft, picture, hosts, hot);
        if (strain != null) {
            return PowerAdvice.none(Reason.STRAINED, guard, load, missing(draft, hosts, strain));
        }
        if (guard.configured() == 0) {
            return PowerAdvice.none(Reason.NOT_A_CLUSTER, guard, load, List.of());
        }
        if (guard.configured() <= MOST_ALWAYS_ON) {
            return PowerAdvice.none(Reason.TOO_FEW_NODES, guard, load, List.of());
        }
        Map<HostId, List<VmRow>> movable = Movable.vms(draft, hosts, new ArrayList<>());
        return worked(new Thought(draft, picture, hot - MARGIN, movable, guard), load);
    }

    private PowerAdvice worked(Thought thought, double load) {
        LoadPicture picture = thought.picture;
        int functioning = thought.guard.functioning();
        int configured = thought.guard.configured();
        List<Off> off = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        Set<Integer> left = new HashSet<>();
        IntStream.range(0, picture.size()).forEach(left::add);
        while (!left.isEmpty()) {
            int h = emptiest(picture, left);
            left.remove(h);
            HostId host = picture.host(h);
            if (thought.taking.contains(host)) {
                kept.add(new Kept(host, Why.TAKES_OTHERS, "it takes VMs of hosts that could go"));
            } else if (!isAdvised(thought.draft, host)) {
                kept.add(new Kept(host, Why.ADVICE_OFF, "power advice is off for its group"));
            } else if (2 * (functioning - off.size() - 1) <= configured) {
                kept.add(
                        new Kept(
                                host,
                                Why.QUORUM,
                                "%d of %d nodes would be left, which is no majority"
                                        .formatted(functioning - off.size() - 1, configured)));
            } else {
                consider(thought, h, off, kept);
            }
        }
        return new PowerAdvice(
                null,
                configured,
                functioning,
                load,
                mean(picture, thought.off),
                off,
                kept,
                List.of());
    }

    private static int emptiest(LoadPicture picture, Set<Integer> hosts) {
        return hosts.stream()
                .min(
                        Comparator.comparingLong(picture::allocatedMemory)
                                .thenComparing(picture::host))
                .orElseThrow();
    }

    private void consider(Thought thought, int h, List<Off> off, List<Kept> kept) {
        HostId host = thought.picture.host(h);
        List<VmRow> all = thought.draft.vmsOn(host);
        List<VmRow> vms = new ArrayList<>(thought.movable.getOrDefault(host, List.of()));
        if (vms.size() < all.size() || !thought.draft.host(host).unmanaged().isEmpty()) {
            kept.add(
                    new Kept(
                            host,
                            Why.VM_STAYS,
                            "%d of its %d VMs cannot be moved now; %d run outside of Berth"
                                    .formatted(
                                            all.size() - vms.size(),
                                            all.size(),
                                            thought.draft.host(host).unmanaged().size())));
            return;
        }
        vms.sort(
                Comparator.comparing((VmRow vm) -> vm.spec().memory())
                        .reversed()
                        .thenComparing(VmRow::vm));
        ReserveGuard before = thought.guard.copy();
        List<Step> steps = new ArrayList<>();
        List<Shift> shifts = new ArrayList<>();
        long memory = 0;
        for (VmRow vm : vms) {
            Integer target = target(thought, h, vm, shifts);
            if (target == null) {
                undo(thought, shifts, before);
                kept.add(
                        new Kept(
                                host,
                                Why.VM_STAYS,
                                "VM %s finds no room elsewhere below %.0f %%"
                                        .formatted(vm.vm(), 100 * thought.most)));
                return;
            }
            HostId to = thought.picture.host(target);
            Demand demand = Demand.of(vm.spec());
            thought.picture.move(h, target, demand, 0);
            thought.draft.ledger().allocate(to, vm.spec());
            thought.guard.moved(vm.vm(), to);
            shifts.add(new Shift(vm, h, target));
            steps.add(new Step(vm.vm(), to));
            memory += demand.memory();
        }
        Set<HostId> without = new HashSet<>(thought.off);
        without.add(host);
        ReserveJudgement judgement = Objects.requireNonNull(thought.guard.without(without));
        if (judgement.overCommitted()) {
            undo(thought, shifts, before);
            kept.add(
                    new Kept(
                            host,
                            Why.RESERVE,
                            "with %d nodes left, %d could not fail with all VMs held"
                                    .formatted(judgement.functioning(), judgement.reserve())));
        } else {
            thought.off.add(host);
            steps.forEach(step -> thought.taking.add(step.target()));
            off.add(new Off(host, steps, memory));
        }
    }

    private record Shift(VmRow vm, int from, int to) {}

    private static void undo(Thought thought, List<Shift> shifts, ReserveGuard before) {
        for (Shift shift : shifts.reversed()) {
            HostId to = thought.picture.host(shift.to());
            thought.picture.move(shift.to(), shift.from(), Demand.of(shift.vm().spec()), 0);
            thought.draft.ledger().release(to, shift.vm().spec());
        }
        thought.guard = before;
    }

    /** The fullest host that takes it. */
    private @Nullable Integer target(Thought thought, int from, VmRow vm, List<Shift> shifts) {
        LoadPicture picture = thought.picture;
        Demand demand = Demand.of(vm.spec());
        return IntStream.range(0, picture.size())
                .boxed()
                .filter(to -> to != from && !thought.off.contains(picture.host(to)))
                .filter(to -> picture.staysBelow(from, to, demand, thought.most))
                .sorted(
                        Comparator.comparingDouble((Integer to) -> -picture.load(to))
                                .thenComparing(picture::host))
                .filter(to -> !meetsPartner(vm, to, shifts))
                .filter(to ->
                        moves.migration(
                                        thought.draft,
                                        vm,
                                        OptimisationPlanner.wish(picture.host(to)))
                                instanceof MovePlan.Possible)
                .findFirst()
                .orElse(null);
    }

    private static boolean meetsPartner(VmRow vm, int to, List<Shift> shifts) {
        String set = vm.spec().antiAffinitySet();
        return set != null
                && shifts.stream()
                        .anyMatch(shift ->
                                shift.to() == to
                                        && set.equals(shift.vm().spec().antiAffinitySet()));
    }

    private static boolean isAdvised(Draft draft, HostId host) {
        HostDescription description = draft.ledger().description(host);
        return description != null && description.group().optimise().powerAdvice();
    }

    private static @Nullable String strain(
            Draft draft, LoadPicture picture, List<HostId> hosts, double hot) {
        for (Resource resource : RESOURCES) {
            double part = picture.part(resource);
            if (part > hot) {
                return "%.0f %% of %s is used, which is above %.0f %%"
                        .formatted(100 * part, resource, 100 * hot);
            }
        }
        for (HostId host : hosts) {
            HostDescription description = draft.ledger().description(host);
            if (description != null && description.overCommitted()) {
                return "the cluster is over-committed";
            }
        }
        return null;
    }

    private static List<On> missing(Draft draft, List<HostId> hosts, String strain) {
        List<On> on = new ArrayList<>();
        for (HostId host : draft.hostIds()) {
            HostDescription description = draft.ledger().description(host);
            if (description != null && !hosts.contains(host)) {
                HostRow row = draft.host(host);
                String state =
                        description.specification().maintenance()
                                ? "in maintenance"
                                : row.evacuated() ? "evacuated" : "not in service";
                on.add(new On(host, row.status(), "it is %s; %s".formatted(state, strain)));
            }
        }
        return on;
    }

    private static double mean(LoadPicture picture, Set<HostId> without) {
        return IntStream.range(0, picture.size())
                .filter(h -> !without.contains(picture.host(h)))
                .mapToDouble(picture::load)
                .average()
                .orElse(0);
    }
}
