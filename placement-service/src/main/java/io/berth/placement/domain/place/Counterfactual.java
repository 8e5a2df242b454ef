package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest single change that would let a host take a VM that it refuses.
 *
 * <h2>Goal</h2>
 *
 * What is proposed, done alone, leaves no obstacle; and nothing that takes less effort would.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>All obstacles are held against what each kind of change removes. A change is possible when
 *       it removes every one of them: a host that is in maintenance <em>and</em> short of memory
 *       has none.
 *   <li>Want of one resource is removed by asking for less of it, if something is left to ask for;
 *       of several, by moving a VM away that holds enough of each, the one with the least memory;
 *       where there is none, by capacity if one resource alone is short.
 *   <li>Of the possible changes the one of least {@linkplain Change#effort effort} is taken.
 * </ol>
 *
 * <h2>Complexity</h2>
 *
 * O(V) for a host with V VMs, only where resources are short.
 */
final class Counterfactual {
    private Counterfactual() {}

    /** Of several, the one that takes the least: by effort, then by the part given up. */
    static final Comparator<Change> CHEAPEST_FIRST =
            Comparator.comparingInt(Change::effort)
                    .thenComparingDouble(Counterfactual::part)
                    .thenComparing(Change::text);

    /**
     * The smallest single change for this host, of which these are all obstacles; null when no
     * single one is enough.
     */
    static @Nullable Change find(Draft draft, Ask ask, HostId host, List<Obstacle> obstacles) {
        List<Change> possible = new ArrayList<>();
        Map<Resource, Long> deficits = deficits(obstacles);
        if (deficits.size() == obstacles.size()) {
            lessOrMore(ask, host, deficits, possible);
        } else {
            word(ask, host, obstacles, possible);
        }
        moveAway(draft, host, obstacles, deficits, possible);
        return possible.stream().min(CHEAPEST_FIRST).orElse(null);
    }

    /** Changes that somebody has only to say, or to plug in. */
    private static void word(
            Ask ask, HostId host, List<Obstacle> obstacles, List<Change> possible) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        obstacles.forEach(obstacle -> kinds.add(Kind.of(obstacle)));
        if (kinds.contains(Kind.SOFT)) {
            kinds.remove(Kind.AFFINITY);
        }
        if (kinds.size() != 1) {
            return;
        }
        Obstacle first = obstacles.getFirst();
        switch (kinds.iterator().next()) {
            case AFFINITY -> {
                String set = ask.vm().spec().affinitySet();
                if (set != null) {
                    possible.add(new Change.LeaveAffinitySet(ask.vm().vm(), set));
                }
            }
            case FAILED_STARTS -> possible.add(new Change.AskAnew());
            case SOFT -> {
                Set<SoftRule> rules = EnumSet.noneOf(SoftRule.class);
                for (Obstacle obstacle : obstacles) {
                    SoftRule rule = obstacle.rule();
                    if (rule != null) {
                        rules.add(rule);
                    }
                }
                possible.add(new Change.SetAside(rules));
            }
            case OWNER -> possible.add(new Change.AddOwner(host));
            case PROCESSOR -> possible.add(new Change.StartCold());
            case MAINTENANCE -> possible.add(new Change.EndMaintenance(host));
            case LIFE -> possible.add(new Change.BringUp(host));
            case SINGLE -> single(host, first, possible);
            case RESOURCE, NONE -> {}
        }
    }

    private static void single(HostId host, Obstacle obstacle, List<Change> possible) {
        switch (obstacle) {
            case Obstacle.AntiAffinity(String set, VmId partner) ->
                    possible.add(new Change.LeaveSet(partner, set));
            case Obstacle.Evacuated() -> possible.add(new Change.EndEvacuation(host));
            case Obstacle.Quarantined() -> possible.add(new Change.EndQuarantine(host));
            case Obstacle.MissingNetworks(List<LogicalNetworkId> networks) ->
                    possible.add(new Change.CarryNetworks(host, networks));
            case Obstacle.TooManyVcpus(String guest, int vcpus, int most) ->
                    possible.add(new Change.FewerVcpus(host, vcpus - most));
            default -> {}
        }
    }

    /** What the host lacks, in the unit of each resource. */
    private static Map<Resource, Long> deficits(List<Obstacle> obstacles) {
        Map<Resource, Long> deficits = new EnumMap<>(Resource.class);
        for (Obstacle obstacle : obstacles) {
            switch (obstacle) {
                case Obstacle.InsufficientMemory o ->
                        deficits.put(Resource.MEMORY, o.required().value() - o.available());
                case Obstacle.InsufficientCpu o ->
                        deficits.put(Resource.CPU, o.required().value() - o.available());
                case Obstacle.InsufficientDisk o ->
                        deficits.put(Resource.DISK, o.required() - o.available());
                case Obstacle.InsufficientIops o ->
                        deficits.put(Resource.IOPS, o.required() - o.available());
                case Obstacle.InsufficientNetwork o ->
                        deficits.put(Resource.NETWORK, o.required() - o.available());
                default -> {}
            }
        }
        return deficits;
    }

    private static void lessOrMore(
            Ask ask, HostId host, Map<Resource, Long> deficits, List<Change> possible) {
        if (deficits.size() != 1) {
            return;
        }
        deficits.forEach((resource, deficit) -> {
            long asked = ask.requirement().demand().of(resource);
            long least =
                    switch (resource) {
                        case MEMORY, CPU -> 1;
                        case DISK, IOPS, NETWORK -> 0;
                    };
            if (asked - deficit >= least) {
                possible.add(new Change.AskForLess(host, resource, deficit, asked));
            }
            possible.add(new Change.FreeCapacity(host, resource, deficit));
        });
    }

    /** A VM whose going removes every obstacle, the smallest such. */
    private static void moveAway(
            Draft draft,
            HostId host,
            List<Obstacle> obstacles,
            Map<Resource, Long> deficits,
            List<Change> possible) {
        VmId partner = null;
        for (Obstacle obstacle : obstacles) {
            switch (Kind.of(obstacle)) {
                case RESOURCE -> {}
                case SINGLE -> {
                    if (!(obstacle instanceof Obstacle.AntiAffinity(String set, VmId with))) {
                        return;
                    }
                    partner = with;
                }
                default -> {
                    return;
                }
            }
        }
        VmRow smallest = null;
        for (VmRow vm : draft.vmsOn(host)) {
            boolean mayGo = partner == null || partner.equals(vm.vm());
            boolean smaller =
                    smallest == null || vm.spec().memory().compareTo(smallest.spec().memory()) < 0;
            if (mayGo && smaller && frees(draft.ledger(), vm, host, deficits)) {
                smallest = vm;
            }
        }
        if (smallest != null) {
            possible.add(new Change.MoveAway(smallest.vm(), host));
        }
    }

    /** What is measured is not known to go with the VM, so that it counts as staying. */
    private static boolean frees(
            Ledger ledger, VmRow vm, HostId host, Map<Resource, Long> deficits) {
        Demand demand = Demand.of(vm.spec());
        for (Map.Entry<Resource, Long> deficit : deficits.entrySet()) {
            Resource resource = deficit.getKey();
            long allocated = ledger.allocated(resource, host);
            long left = ledger.usable(resource, host) - allocated + demand.of(resource);
            long unloaded = ledger.usable(resource, host) - ledger.measured(resource, host);
            long after = resource.isLoaded() ? Math.min(left, unloaded) : left;
            if (after - ledger.available(resource, host) < deficit.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** How large a part is given up, 0 where that is not the question. */
    private static double part(Change change) {
        return change instanceof Change.AskForLess less ? (double) less.by() / less.of() : 0;
    }

    /** Obstacles that one change removes together. */
    private enum Kind {
        RESOURCE,
        FAILED_STARTS,
        SOFT,
        OWNER,
        PROCESSOR,
        MAINTENANCE,
        LIFE,
        /** Soft, and the VM's own wish as well. */
        AFFINITY,
        /** Has a change of its own. */
        SINGLE,
        /** Nothing can be done about it. */
        NONE;

        static Kind of(Obstacle obstacle) {
            return switch (obstacle) {
                case Obstacle.InsufficientMemory _,
                        Obstacle.InsufficientCpu _,
                        Obstacle.InsufficientDisk _,
                        Obstacle.InsufficientIops _,
                        Obstacle.InsufficientNetwork _ ->
                        RESOURCE;
                case Obstacle.ExcludedAfterFailedStart _, Obstacle.StartAttemptsExhausted _ ->
                        FAILED_STARTS;
                case Obstacle.HighAvailabilityNeedsCluster _,
                        Obstacle.OverCommittedCluster _,
                        Obstacle.UnsupportedHost _ ->
                        SOFT;
                case Obstacle.Affinity _ -> AFFINITY;
                case Obstacle.NotAPossibleOwner _ -> OWNER;
                case Obstacle.ProcessorVendorDiffers _,
                        Obstacle.ProcessorFeaturesMissing _,
                        Obstacle.ProcessorUnknown _ ->
                        PROCESSOR;
                case Obstacle.InMaintenance _ -> MAINTENANCE;
                case Obstacle.HostNotUp _, Obstacle.HostAwaitsTenure _ -> LIFE;
                case Obstacle.AntiAffinity _,
                        Obstacle.Evacuated _,
                        Obstacle.Quarantined _,
                        Obstacle.MissingNetworks _,
                        Obstacle.TooManyVcpus _ ->
                        SINGLE;
                case Obstacle.AlreadyThere _,
                        Obstacle.HypervisorMismatch _,
                        Obstacle.LinkTooSlow _,
                        Obstacle.MoveTakesTooLong _,
                        Obstacle.SpecificationUnknown _ ->
                        NONE;
            };
        }
    }
}
