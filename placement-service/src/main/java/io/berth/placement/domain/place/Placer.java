package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.SetAside;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.fit.HostFilters;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.index.Ring;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.ProcessorNeed;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.policy.Waiver;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host for one VM, and says why this one and why no other.
 *
 * <h2>Goals</h2>
 *
 * By the goal of the host's group: balance, where the host wins that would have the largest part of
 * what is usable left, or consolidation, where the one wins that would have the smallest. Every
 * other host is accounted for, with its rating or with all the reasons against it.
 *
 * <h2>Constraints</h2>
 *
 * Nothing that a reserve keeps is given away, of memory, processing, disk, disk operations and
 * network; VMs of one anti-affinity set never share a host, and VMs of one affinity set share one
 * where that is possible; only a host that is up, whose grant is in force, whose specification is
 * known and that is not in maintenance takes a VM; possible owners, networks, hypervisor, guest
 * rules and, for a VM that moves while it runs, the processor must fit; a host that has just failed
 * to start this VM is left out. {@link HostFilters} has them all.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Each host goes through all filters. One obstacle is enough to refuse it, and all are kept.
 *   <li>Each host without obstacle is rated from the state <em>after</em> the VM would be there:
 *       per resource {@code 1 − used/usable}, where usable is capacity without the reserve, and
 *       used is what is allocated, or for processing, disk operations and network the larger of
 *       allocated and measured, plus the VM; the score is the mean over memory, processing, disk
 *       operations and network by the weights of the host's group. What a host does not state is
 *       left out of its mean.
 *   <li>A preferred owner goes before all others, in the order in which they are preferred. Among
 *       hosts that are preferred alike the goal decides, and among those of equal score the first
 *       on the {@linkplain Ring ring} from a place that follows from VM and seed, so that identical
 *       hosts share the load and a replay chooses alike.
 * </ol>
 *
 * A domain with more hosts than an explanation names is not gone through: {@link HostIndex} gives
 * the same best hosts without looking at all.
 *
 * <h2>Worked example</h2>
 *
 * A VM asks for 8192 MiB and 2 vCPUs at 50 %, so 100 percent of a core. Host A has 65536 MiB of
 * which 4096 are reserved, 16384 allocated, and 16 cores of which 10 % are reserved, 400 allocated,
 * 700 measured. Memory: 1 − (16384 + 8192)/61440 = 0.6. Processing: usable 1440, used max(400, 700)
 * + 100 = 800, so 1 − 800/1440 = 0.444. Score 0.522, that is 2.5 stars. Host B is as large, empty
 * and measures nothing: 1 − 8192/61440 = 0.867 and 1 − 100/1440 = 0.931, score 0.899, 4 stars. B
 * wins. Were B's agent still waiting for its grant, B would have {@code host-awaits-tenure} and A
 * would win. Were the goal of both to consolidate, A would win, too.
 *
 * <h2>Complexity</h2>
 *
 * O(H) for H ≤ 64 hosts, plus the size of the VM's anti-affinity set; above that O(c log H), where
 * c rows have changed since a VM of this shape was last placed.
 *
 * <p>Source of the formula: the rating rules of Berth's domain description, section 2.1.
 */
public final class Placer {
    private final PlacementPolicy policy;
    private final Asks asks;
    private final HostFilters filters;

    public Placer(PlacementPolicy policy) {
        this.policy = policy;
        this.asks = new Asks(policy);
        this.filters = new HostFilters(policy);
    }

    /** What VMs ask of hosts under these rules. */
    public Asks asks() {
        return asks;
    }

    /** Where a VM can go. */
    public sealed interface Answer {
        /** Why. */
        Explanation explanation();

        /** This host is the best. */
        record Chosen(HostRow host, Explanation explanation) implements Answer {}

        /** No host can take it. */
        record Nowhere(Explanation explanation) implements Answer {}
    }

    /** The best host of the domain for a VM that has none and is to be started. */
    public Answer place(Draft draft, VmRow vm) {
        return place(draft, vm, Waiver.NONE);
    }

    /**
     * As {@link #place(Draft, VmRow)}, where some soft rules do not count. Where affinity is one of
     * them, the VM still goes to the others of its set if their host can take it.
     */
    public Answer place(Draft draft, VmRow vm, Waiver waiver) {
        return place(draft, vm, waiver, List.of());
    }

    /**
     * As above.
     *
     * @param alongside the others of its affinity set that have lost their host with it
     */
    public Answer place(Draft draft, VmRow vm, Waiver waiver, List<VmRow> alongside) {
        if (vm.spec().affinitySet() == null) {
            return place(draft, asks.of(draft, vm, waiver), waiver);
        }
        Waiver bound = waiver.but(SoftRule.AFFINITY);
        return together(
                draft,
                asks.of(draft, vm, bound),
                waiver,
                alongside.stream().map(other -> asks.of(draft, other, bound)).toList(),
                null);
    }

    /**
     * The best other host for a VM that moves while it runs.
     *
     * @param need what it needs of the processor there; null where it is not known what it was
     *     started on
     */
    public Answer placeRunning(Draft draft, VmRow vm, @Nullable ProcessorNeed need) {
        Waiver waiver = asks.recovering(draft, vm);
        Requirement asked = asks.requirement(draft, vm, waiver).moving(need);
        return place(draft, Asks.of(draft, vm, asked), waiver);
    }

    /**
     * As above, from the processor of its present host.
     *
     * @param further what else stands against going to a host; one that it is asked about can take
     *     the VM but for that
     */
    public Answer placeRunning(Draft draft, VmRow vm, Function<HostId, List<Obstacle>> further) {
        Waiver waiver = asks.recovering(draft, vm);
        return place(draft, asks.toMove(draft, vm, waiver), waiver, further);
    }

    /**
     * The best other host for a running VM that has to leave its present one: with the others of
     * its affinity set that leave it, too, if some host takes them all.
     *
     * @param further as above, for this VM
     */
    public Answer placeLeaving(Draft draft, VmRow vm, Function<HostId, List<Obstacle>> further) {
        Waiver waiver = asks.recovering(draft, vm);
        Ask ask = asks.toMove(draft, vm, waiver);
        return vm.spec().affinitySet() == null
                ? place(draft, ask, waiver, further)
                : together(
                        draft,
                        ask,
                        waiver.and(SoftRule.AFFINITY),
                        draft.alongside(vm).stream()
                                .filter(other ->
                                        other.state() == AssignmentState.RUNNING
                                                && other.conduct().standstill() == null)
                                .map(other -> asks.toMove(draft, other, waiver))
                                .toList(),
                        further);
    }

    /** As above, where it may be parted from the others of its affinity set. */
    public Answer placeLeavingApart(
            Draft draft, VmRow vm, Function<HostId, List<Obstacle>> further) {
        Waiver waiver = asks.recoveringApart(draft, vm);
        return place(draft, asks.toMove(draft, vm, waiver), waiver, further);
    }

    /**
     * Keeps a VM with the others of its affinity set: where they are, or else where all that look
     * for a host together find room, or else, if affinity may be set aside, anywhere. A host that
     * takes all is rated from the state after all of them would be there.
     */
    private Answer together(
            Draft draft,
            Ask bound,
            Waiver waiver,
            List<Ask> alongside,
            @Nullable Function<HostId, List<Obstacle>> further) {
        Waiver strict = waiver.but(SoftRule.AFFINITY);
        if (bound.companions().isEmpty() && !alongside.isEmpty()) {
            Ask all = bound.asking(bound.requirement().with(alongside));
            Answer block =
                    place(
                            draft,
                            all,
                            strict,
                            host -> {
                                List<Obstacle> against = against(draft, host, alongside);
                                return against.isEmpty() && further != null
                                        ? further.apply(host)
                                        : against;
                            });
            if (block instanceof Answer.Chosen) {
                return block;
            }
        }
        Answer answer = place(draft, bound, strict, further);
        if (answer instanceof Answer.Chosen
                || bound.companions().isEmpty()
                || !waiver.rules().contains(SoftRule.AFFINITY)) {
            return answer;
        }
        Set<SoftRule> waived = EnumSet.of(SoftRule.AFFINITY);
        waived.addAll(bound.requirement().waived());
        return place(draft, bound.asking(bound.requirement().waiving(waived)), waiver, further);
    }

    /** What stands against the first of these VMs that the host does not take. */
    private List<Obstacle> against(Draft draft, HostId host, List<Ask> others) {
        for (Ask other : others) {
            List<Obstacle> found = filters.obstacles(draft.host(host), draft.ledger(), other);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Everything that stands against one host for a VM that is to be started there. */
    public List<Obstacle> obstacles(Draft draft, VmRow vm, HostId host) {
        return filters.obstacles(draft.host(host), draft.ledger(), asks.toStart(draft, vm));
    }

    /** The hosts that would take a VM that has lost its own if they had room. */
    public Set<HostId> wouldTake(Draft draft, VmRow vm, Collection<HostId> among) {
        Ask ask = asks.of(draft, vm, asks.recovering(draft, vm));
        Set<HostId> would = new HashSet<>();
        for (HostId host : among) {
            List<Obstacle> found = filters.obstacles(draft.host(host), draft.ledger(), ask);
            if (found.stream().allMatch(Obstacle::isShortage)) {
                would.add(host);
            }
        }
        return would;
    }

    /** Everything that stands against one host for a VM that has lost its own. */
    public List<Obstacle> obstaclesToRecover(Draft draft, VmRow vm, HostId host) {
        Ask ask = asks.of(draft, vm, asks.recoveringApart(draft, vm));
        return filters.obstacles(draft.host(host), draft.ledger(), ask);
    }

    /** Everything that stands against one host for a VM that is to go there while it runs. */
    public List<Obstacle> obstaclesToMove(Draft draft, VmRow vm, HostId host) {
        return filters.obstacles(
                draft.host(host),
                draft.ledger(),
                asks.toMove(draft, vm, asks.recovering(draft, vm)));
    }

    /** Why this host, when no other is asked. */
    public Explanation only(Draft draft, VmRow vm, HostId host) {
        Ask ask = asks.toStart(draft, vm);
        Candidate one = Candidate.of(draft.ledger(), ask, new Shape(ask.requirement()), host);
        return explain(draft.moment(), List.of(one), List.of(), null);
    }

    /** What every host of the domain would say, without bound. */
    public Appraisal appraise(Draft draft, Question question) {
        VmRow known = draft.vm(question.vm());
        VmRow vm = VmRow.fresh(question.vm(), question.spec());
        Requirement asked =
                asks.requirement(
                        draft,
                        known == null ? vm : known.asking(question.spec()),
                        Waiver.ofRules(question.waived()));
        Processor startedOn = question.startedOn();
        Ask ask =
                Asks.of(
                        draft,
                        vm,
                        startedOn == null
                                ? asked
                                : asked.moving(asks.processorNeed(startedOn, vm.spec())));
        Shape shape = new Shape(ask.requirement());
        List<Candidate> candidates = new ArrayList<>();
        List<Appraisal.Refused> refused = new ArrayList<>();
        for (HostId id : draft.hostIds()) {
            if (id.equals(question.except())) {
                continue;
            }
            List<Obstacle> obstacles = filters.obstacles(draft.host(id), draft.ledger(), ask);
            if (obstacles.isEmpty()) {
                candidates.add(Candidate.of(draft.ledger(), ask, shape, id));
            } else {
                Change change = Counterfactual.find(draft, ask, id, obstacles);
                refused.add(new Appraisal.Refused(draft.domain(), id, obstacles, change));
            }
        }
        candidates.sort(Candidate.BEST_FIRST);
        return new Appraisal(
                candidates.stream()
                        .map(one ->
                                new Appraisal.Candidate(
                                        draft.domain(),
                                        one.rated(),
                                        ask.preferred().contains(one.host())))
                        .toList(),
                refused);
    }

    /**
     * The host for which a VM has waited: no other is asked, and its room there was kept, so that
     * nothing can stand against it.
     */
    public Answer.Chosen comeBack(Draft draft, VmRow vm, HostRow host) {
        VmRow homeless = VmRow.fresh(vm.vm(), vm.spec());
        Ask ask = Asks.of(draft, homeless, asks.requirement(draft, vm, Waiver.NONE));
        Ledger ledger = draft.ledger();
        ledger.release(host.host(), vm.spec());
        List<Candidate> candidates =
                filters.obstacles(host, ledger, ask).isEmpty()
                        ? List.of(
                                Candidate.of(
                                        ledger, ask, new Shape(ask.requirement()), host.host()))
                        : List.of();
        ledger.allocate(host.host(), vm.spec());
        return new Answer.Chosen(host, explain(draft.moment(), candidates, List.of(), null));
    }

    /**
     * What speaks for and against a host that runs the VM already and will go on doing so: a reason
     * against it is told and changes nothing.
     */
    public Explanation stay(Draft draft, VmRow vm, HostRow host) {
        List<Candidate> candidates = new ArrayList<>();
        List<RefusedHost> refused = new ArrayList<>();
        Ask ask = asks.of(draft, vm, Waiver.NONE);
        examine(draft, ask, List.of(host.host()), candidates, refused);
        return explain(draft.moment(), candidates, refused, null);
    }

    private Answer place(Draft draft, Ask ask, Waiver waiver) {
        return place(draft, ask, waiver, null);
    }

    private Answer place(
            Draft draft,
            Ask ask,
            Waiver waiver,
            @Nullable Function<HostId, List<Obstacle>> further) {
        List<Candidate> candidates = new ArrayList<>();
        List<RefusedHost> refused = new ArrayList<>();
        if (draft.ledger().rows() <= PlacementPolicy.MAX_EXPLAINED) {
            examine(draft, ask, draft.hostIds(), candidates, refused);
        } else if (!ask.owners().isEmpty()) {
            List<HostId> owners = ask.owners().stream().filter(draft::knows).toList();
            examine(draft, ask, owners, candidates, refused);
        } else if (!ask.boundTo().isEmpty()) {
            examine(draft, ask, ask.boundTo(), candidates, refused);
        } else {
            search(draft, ask, candidates, refused);
        }
        if (further != null) {
            ruleOut(further, candidates, refused);
        }
        candidates.sort(Candidate.BEST_FIRST);
        if (candidates.isEmpty()) {
            return new Answer.Nowhere(explain(draft.moment(), candidates, refused, null));
        }
        HostRow chosen = draft.host(candidates.getFirst().host());
        List<Obstacle> waived = filters.waived(chosen, draft.ledger(), ask);
        SetAside setAside =
                waived.isEmpty()
                        ? null
                        : new SetAside(
                                waiver.override(),
                                waived.stream().map(Obstacle::toRefusal).toList());
        return new Answer.Chosen(chosen, explain(draft.moment(), candidates, refused, setAside));
    }

    /** Those against which something else stands come first among the refused: they came close. */
    private static void ruleOut(
            Function<HostId, List<Obstacle>> further,
            List<Candidate> candidates,
            List<RefusedHost> refused) {
        List<RefusedHost> out = new ArrayList<>(0);
        candidates.removeIf(candidate -> {
            List<Obstacle> against = further.apply(candidate.host());
            if (!against.isEmpty()) {
                out.add(
                        new RefusedHost(
                                candidate.host(),
                                against.stream().map(Obstacle::toRefusal).toList()));
            }
            return !against.isEmpty();
        });
        refused.addAll(0, out);
        if (refused.size() > PlacementPolicy.MAX_EXPLAINED) {
            refused.subList(PlacementPolicy.MAX_EXPLAINED, refused.size()).clear();
        }
    }

    /** Holds these hosts against all filters. */
    private void examine(
            Draft draft,
            Ask ask,
            Iterable<HostId> hosts,
            List<Candidate> candidates,
            List<RefusedHost> refused) {
        Shape shape = new Shape(ask.requirement());
        for (HostId id : hosts) {
            List<Obstacle> obstacles = filters.obstacles(draft.host(id), draft.ledger(), ask);
            if (obstacles.isEmpty()) {
                candidates.add(Candidate.of(draft.ledger(), ask, shape, id));
            } else if (refused.size() < PlacementPolicy.MAX_EXPLAINED) {
                refused.add(
                        new RefusedHost(id, obstacles.stream().map(Obstacle::toRefusal).toList()));
            }
        }
    }

    /**
     * Asks the index for the best hosts and for some that cannot take the VM. Hosts that are
     * preferred, or closed to this VM alone, are looked at one by one.
     */
    private void search(
            Draft draft, Ask ask, List<Candidate> candidates, List<RefusedHost> refused) {
        Set<HostId> special = new LinkedHashSet<>(ask.preferred());
        special.addAll(ask.closedTo());
        special.removeIf(host -> !draft.knows(host));
        examine(draft, ask, special, candidates, refused);
        if (ask.vm().excluded().size() < policy.maxStartAttempts()) {
            Shape shape = new Shape(ask.requirement());
            for (HostId id :
                    draft.index()
                            .bestOnes(
                                    ask.requirement(),
                                    ask.start(),
                                    special,
                                    PlacementPolicy.MAX_EXPLAINED)) {
                candidates.add(Candidate.of(draft.ledger(), ask, shape, id));
            }
        }
        Collection<HostId> unfit =
                new HashSet<>(
                        draft.index().unfit(ask.requirement(), PlacementPolicy.MAX_EXPLAINED));
        unfit.removeIf(host -> special.contains(host) || !draft.knows(host));
        examine(draft, ask, unfit.stream().sorted().toList(), candidates, refused);
    }

    private Explanation explain(
            Moment moment,
            List<Candidate> candidates,
            List<RefusedHost> refused,
            @Nullable SetAside setAside) {
        boolean seedUsed = candidates.size() > 1 && candidates.get(0).isAsGoodAs(candidates.get(1));
        List<RatedHost> rated =
                candidates.stream()
                        .limit(PlacementPolicy.MAX_EXPLAINED)
                        .map(Candidate::rated)
                        .toList();
        return new Explanation(
                policy.version(),
                seedUsed ? moment.seed() : 0,
                rated,
                refused,
                moment.inputs(),
                setAside);
    }
}
