package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.BlockedVms;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.move.MovePlanner;
import io.berth.placement.domain.operation.Doubt;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveGain;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.Waiver;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds moves that spread the load of a domain better.
 *
 * <h2>Goals</h2>
 *
 * No host is hot; beyond that, hosts are alike loaded. Few moves: each must be worth what it costs.
 *
 * <h2>Constraints</h2>
 *
 * A VM goes only where it could be migrated by hand: reserves, owners, anti-affinity, networks,
 * processor, link; never to a host that it prefers less than its own; and never so that the cluster
 * could lose fewer nodes than now ({@link ReserveGuard}). Room is kept at its target while it still
 * takes room where it is. VMs that are paused, saved, busy, on their way or were moved not long ago
 * stay, and so do those of hosts that are not up, in maintenance, evacuated, or of a group where
 * optimisation is off; {@link Spread#leftOut} names them.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>The {@link LoadPicture} of the hosts, with all that is on its way at its target.
 *   <li>For each VM of the {@value #SOURCES} most loaded hosts and each of the {@value #TARGETS}
 *       least loaded ones: by how much the potential would fall. A move counts when that is at
 *       least what {@link Doubt} asks for and the price of copying its memory.
 *   <li>Those from hot hosts first, then by what is left of the gain after the price, then by id,
 *       they are held against all filters until one passes. It is made in the picture, and room is
 *       kept; then it begins again, until nothing gains or the round has its moves.
 * </ol>
 *
 * <h2>Why it ends, and does not swing</h2>
 *
 * Each move lowers the potential by {@code leastGain} at least, and the potential is never below 0.
 * At constant load, therefore, no sequence of rounds makes more than potential / leastGain moves,
 * and none leads back to where it was. What is measured wobbles: a move back would need a gain of
 * {@code leastGain}, too, so loads must really have changed; and until the cool-down is over the VM
 * stays. Where VMs take other shares of what is measured than they are taken to, {@link Doubt} ends
 * it.
 *
 * <h2>Worked example</h2>
 *
 * Hosts A, B, C have 61440 MiB and 1440 percent of a core usable. A runs four VMs of 12288 MiB and
 * 200 %, B one such, C none. A: memory 0.8, processors 0.556; load 0.678, strain (0.64 + 0.309) / 2
 * = 0.474. B: 0.2 and 0.139; load 0.169, strain 0.030. C: 0. Potential 0.504, deviation 0.289. At
 * level 3 a move must gain 0.015 and 12 GiB cost 0.003. From A to C: A 0.6 and 0.417, strain 0.267;
 * C like B, 0.030; gain 0.474 + 0 − 0.267 − 0.030 = 0.178. From A to B: B would be at 0.4 and
 * 0.278, strain 0.119, gain 0.119. The first is taken. Then A to B: 0.267 + 0.030 − 0.119 − 0.119 =
 * 0.059, likewise to C; the first by id is taken. Then A and B have two VMs each, C has one: one
 * more would only swap them and gains 0. Two moves; the potential is 0.267, the deviation 0.080.
 *
 * <h2>Complexity</h2>
 *
 * O(moves · V · T) for V VMs on at most {@value #SOURCES} sources and T ≤ {@value #TARGETS}
 * targets, a few dozen nanoseconds each, and at most {@value #MOST_TRIED} moves held against the
 * filters.
 *
 * <p>Sources: the model is dynamic optimisation of System Center VMM (interval, aggressiveness,
 * plan before execution); local search on a convex potential is the textbook method for balancing,
 * as in E. Aarts, J. K. Lenstra (eds.), Local Search in Combinatorial Optimization, 1997.
 */
public final class OptimisationPlanner {
    /** A cluster of the largest size has all its nodes among the targets. */
    private static final int TARGETS = 64;

    private static final int SOURCES = 16;

    /** Most moves that one plan holds against the filters. */
    private static final int MOST_TRIED = 256;

    private final Placer placer;
    private final MovePlanner moves;
    private final Rulebook rulebook;

    public OptimisationPlanner(Placer placer, MovePlanner moves, Rulebook rulebook) {
        this.placer = placer;
        this.moves = moves;
        this.rulebook = rulebook;
    }

    /** Moves in their order, with what was found; nothing has happened yet. */
    record Plan(List<Move> moves, Spread spread) {}

    /** What a move is worth now, or why it is not made. */
    sealed interface Review {
        /** It is worth it. */
        record Worth(MovePlan.Possible plan, MoveGain gain) implements Review {}

        /** It is not. */
        record Not(MoveReason reason, String text) implements Review {}
    }

    private record Candidate(VmRow vm, Demand demand, int from, int to, boolean hot, double net) {
        static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparing((Candidate one) -> !one.hot)
                        .thenComparing(Comparator.comparingDouble(Candidate::net).reversed())
                        .thenComparing(one -> one.vm.vm())
                        .thenComparing(Candidate::to);
    }

    private record Pair(VmId vm, int to) {}

    /** What one plan is made with. */
    private static final class Round {
        private final Draft draft;
        private final Aggressiveness level;
        private final double asked;
        private final LoadPicture picture;
        private final ReserveGuard guard;
        private final Map<HostId, List<VmRow>> movable;
        private final Set<Pair> refused = new HashSet<>();
        private final List<Move> made = new ArrayList<>();
        private final Set<VmId> moved = new HashSet<>();
        private int tried;

        Round(
                Draft draft,
                Aggressiveness level,
                double asked,
                LoadPicture picture,
                ReserveGuard guard,
                Map<HostId, List<VmRow>> movable) {
            this.draft = draft;
            this.level = level;
            this.asked = asked;
            this.picture = picture;
            this.guard = guard;
            this.movable = movable;
        }
    }

    /**
     * Plans a round.
     *
     * @param policy of the domain
     * @param hosts between which VMs may move, two at least
     */
    Plan plan(
            Draft draft,
            OptimisePolicy policy,
            List<HostId> hosts,
            List<Spread.LeftOut> leftOut,
            boolean automatic) {
        Aggressiveness level = Aggressiveness.of(policy.aggressiveness());
        LoadPicture picture = new LoadPicture(draft, hosts, level.hot());
        double deviation = picture.deviation();
        double potential = picture.potential();
        Doubt doubt =
                Doubt.of(draft.operations(), potential, picture.allocated(), level.leastGain());
        Round round =
                new Round(
                        draft,
                        level,
                        doubt.asks(level),
                        picture,
                        ReserveGuard.of(draft, rulebook),
                        Movable.vms(draft, hosts, leftOut));
        Spread.End end;
        try {
            end = fill(round);
        } finally {
            round.made.forEach(move -> keepRoom(draft, move, false));
        }
        return new Plan(
                List.copyOf(round.made),
                new Spread(
                        automatic,
                        level.level(),
                        hosts.size(),
                        deviation,
                        picture.deviation(),
                        potential,
                        picture.potential(),
                        doubt,
                        end,
                        leftOut.stream().limit(Spread.MAX_LEFT_OUT).toList()));
    }

    /**
     * What a planned move is worth when it is about to begin.
     *
     * @param doubt of the round
     */
    Review review(Draft draft, OptimisePolicy policy, Doubt doubt, VmRow vm, HostId target) {
        List<HostId> hosts = Movable.hosts(draft, new ArrayList<>());
        Aggressiveness level = Aggressiveness.of(policy.aggressiveness());
        LoadPicture picture = new LoadPicture(draft, hosts, level.hot());
        int from = picture.place(vm.requiredHost());
        int to = picture.place(target);
        if (from < 0 || to < 0) {
            HostId which = from < 0 ? vm.requiredHost() : target;
            return new Review.Not(
                    MoveReason.NO_GAIN,
                    "host %s: %s".formatted(which, Movable.against(draft, which)));
        }
        Demand demand = Demand.of(vm.spec());
        double price = level.price(demand.memory());
        double gain = picture.gain(from, to, demand);
        if (gain - price < doubt.asks(level)) {
            return new Review.Not(
                    MoveReason.NO_GAIN,
                    "it would gain %.6f by now; %.6f are asked for, and copying costs %.6f"
                            .formatted(gain, doubt.asks(level), price));
        }
        if (!ReserveGuard.of(draft, rulebook).admits(vm.vm(), target)) {
            return new Review.Not(
                    MoveReason.RESERVE_WOULD_SUFFER,
                    "with it on %s the cluster could lose fewer nodes than now".formatted(target));
        }
        return switch (moves.migration(draft, vm, wish(target))) {
            case MovePlan.Possible plan ->
                    new Review.Worth(plan, picture.move(from, to, demand, price));
            case MovePlan.Impossible no -> new Review.Not(no.reason(), no.text());
            case MovePlan.Admitted _ -> new Review.Not(MoveReason.NOT_RUNNING, "it has no host");
        };
    }

    private Spread.End fill(Round round) {
        while (round.made.size() < round.level.mostMoves()) {
            List<Candidate> candidates = candidates(round);
            if (candidates.isEmpty()) {
                return round.refused.isEmpty() ? Spread.End.NOTHING_GAINS : Spread.End.REFUSED;
            }
            candidates.sort(Candidate.BEST_FIRST);
            for (Candidate candidate : candidates) {
                if (round.tried++ >= MOST_TRIED) {
                    return Spread.End.ENOUGH_TRIED;
                }
                if (isAdmitted(round, candidate)) {
                    make(round, candidate);
                    break;
                }
                round.refused.add(new Pair(candidate.vm().vm(), candidate.to()));
            }
        }
        return Spread.End.ENOUGH_MOVES;
    }

    private static List<Candidate> candidates(Round round) {
        LoadPicture picture = round.picture;
        List<Integer> byLoad =
                IntStream.range(0, picture.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(picture::load))
                        .toList();
        List<Integer> targets = byLoad.subList(0, Math.min(TARGETS, byLoad.size()));
        List<Integer> sources =
                byLoad.stream()
                        .sorted(
                                Comparator.comparing((Integer h) -> !picture.isHot(h))
                                        .thenComparing(h -> -picture.load(h))
                                        .thenComparing(picture::host))
                        .limit(SOURCES)
                        .toList();
        List<Candidate> candidates = new ArrayList<>();
        for (int from : sources) {
            boolean hot = picture.isHot(from);
            for (VmRow vm : round.movable.getOrDefault(picture.host(from), List.of())) {
                if (!round.moved.contains(vm.vm())) {
                    of(round, vm, from, targets, hot, candidates);
                }
            }
        }
        return candidates;
    }

    private static void of(
            Round round,
            VmRow vm,
            int from,
            List<Integer> targets,
            boolean hot,
            List<Candidate> candidates) {
        Demand demand = Demand.of(vm.spec());
        double price = round.level.price(demand.memory());
        for (int to : targets) {
            if (to == from) {
                continue;
            }
            double net = round.picture.gain(from, to, demand) - price;
            if (net >= round.asked && !round.refused.contains(new Pair(vm.vm(), to))) {
                candidates.add(new Candidate(vm, demand, from, to, hot, net));
            }
        }
    }

    private boolean isAdmitted(Round round, Candidate candidate) {
        Draft draft = round.draft;
        VmRow vm = candidate.vm();
        HostId target = round.picture.host(candidate.to());
        return !meetsPartner(round, vm, target)
                && isPreferredAsMuch(draft, vm, target)
                && moves.migration(draft, vm, wish(target)) instanceof MovePlan.Possible
                && round.guard.admits(vm.vm(), target);
    }

    /** Whether another move of this round brings a VM of the same set there. */
    private static boolean meetsPartner(Round round, VmRow vm, HostId target) {
        String set = vm.spec().antiAffinitySet();
        if (set == null) {
            return false;
        }
        for (Move move : round.made) {
            VmRow other = round.draft.vm(move.vm());
            if (target.equals(move.target())
                    && other != null
                    && set.equals(other.spec().antiAffinitySet())) {
                return true;
            }
        }
        return false;
    }

    private boolean isPreferredAsMuch(Draft draft, VmRow vm, HostId target) {
        Ask ask = placer.asks().of(draft, vm, Waiver.NONE);
        return ask.preference(target) <= ask.preference(vm.requiredHost());
    }

    private static void make(Round round, Candidate candidate) {
        VmRow vm = candidate.vm();
        HostId target = round.picture.host(candidate.to());
        double price = round.level.price(candidate.demand().memory());
        Move move =
                Move.planned(
                        vm,
                        target,
                        round.picture.move(
                                candidate.from(), candidate.to(), candidate.demand(), price));
        round.made.add(move);
        round.moved.add(vm.vm());
        round.guard.moved(vm.vm(), target);
        keepRoom(round.draft, move, true);
    }

    private static void keepRoom(Draft draft, Move move, boolean keep) {
        VmRow vm = draft.vm(move.vm());
        HostId target = move.target();
        if (vm == null || target == null) {
            return;
        }
        if (keep) {
            draft.ledger().allocate(target, vm.spec());
        } else {
            draft.ledger().release(target, vm.spec());
        }
    }

    static OperationRow.Wish wish(HostId target) {
        return new OperationRow.Wish(target, null, null, BlockedVms.REFUSE);
    }
}
