package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.Ledger.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds the host for one VM, and says why this one and why no other.
 *
 * <h2>Goals</h2>
 *
 * Balance: the host that would have the largest part of its usable memory and processing left wins.
 * Every other host is accounted for, with its rating or with all the reasons against it.
 *
 * <h2>Constraints</h2>
 *
 * Nothing that a reserve keeps is given away; VMs of one anti-affinity set never share a host; only
 * a host that is up, whose grant is in force, whose specification is known and that is not in
 * maintenance takes a VM; a host that has just failed to start this VM is left out. {@link
 * HostFilters} has them all.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Each host goes through all filters. One obstacle is enough to refuse it, and all are kept.
 *   <li>Each host without obstacle is rated from the state <em>after</em> the VM would be there:
 *       per resource {@code 1 − used/usable}, where usable is capacity without the reserve, and
 *       used is what is allocated, or for processing the larger of allocated and measured, plus the
 *       VM; the score is the mean over the resources.
 *   <li>The highest score wins. Equal scores are put in an order that the seed shuffles, so that
 *       identical hosts share the load and a replay chooses alike.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * A VM asks for 8192 MiB and 2 vCPUs at 50 %, so 100 percent of a core. Host A has 65536 MiB of
 * which 4096 are reserved, 16384 allocated, and 16 cores of which 10 % are reserved, 400 allocated,
 * 700 measured. Memory: 1 − (16384 + 8192)/61440 = 0.6. Processing: usable 1440, used max(400, 700)
 * + 100 = 800, so 1 − 800/1440 = 0.444. Score 0.522, that is 2.5 stars. Host B is as large, empty
 * and measures nothing: 1 − 8192/61440 = 0.867 and 1 − 100/1440 = 0.931, score 0.899, 4 stars. B
 * wins. Were B's agent still waiting for its grant, B would have {@code host-awaits-tenure} and A
 * would win.
 *
 * <h2>Complexity</h2>
 *
 * O(H log H) for H hosts and one VM, plus the size of the VM's anti-affinity set; a domain has at
 * most 64 clustered or 4096 stand-alone hosts.
 *
 * <p>Source of the formula: the rating rules of Berth's domain description, section 2.1, with equal
 * weights for memory and processing.
 */
final class Placer {
    /**
     * Most hosts that an explanation names on either side. A cluster fits whole; of a larger group
     * of stand-alone hosts it has the best candidates and the first refused by id, because an
     * explanation travels with every decision.
     */
    static final int MAX_EXPLAINED = 64;

    private final PlacementPolicy policy;
    private final HostFilters filters;

    Placer(PlacementPolicy policy) {
        this.policy = policy;
        this.filters = new HostFilters(policy);
    }

    /** Where a VM can go. */
    sealed interface Answer {
        /** Why. */
        Explanation explanation();

        /** This host is the best. */
        record Chosen(HostRow host, Explanation explanation) implements Answer {}

        /** No host can take it. */
        record Nowhere(Explanation explanation) implements Answer {}
    }

    private record Candidate(HostRow host, Rating rating, long tieBreak) {
        static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparing(Candidate::rating, Comparator.reverseOrder())
                        .thenComparingLong(Candidate::tieBreak)
                        .thenComparing(candidate -> candidate.host.host());
    }

    /** The best host of the domain for a VM that has none. */
    Answer place(Draft draft, VmRow vm) {
        List<Candidate> candidates = new ArrayList<>();
        List<RefusedHost> refused = new ArrayList<>();
        String set = vm.spec().antiAffinitySet();
        Map<HostId, VmId> partners = set == null ? Map.of() : draft.holdersOf(set, vm.vm());
        for (HostId id : draft.hostIds()) {
            HostRow host = draft.host(id);
            List<Obstacle> obstacles =
                    filters.obstacles(host, draft.ledger(), vm, partners.get(id));
            if (obstacles.isEmpty()) {
                Rating rating = rate(draft.ledger(), id, vm.spec());
                long tieBreak = Moment.mix(draft.moment().seed(), vm.vm() + "/" + id);
                candidates.add(new Candidate(host, rating, tieBreak));
            } else if (refused.size() < MAX_EXPLAINED) {
                refused.add(
                        new RefusedHost(id, obstacles.stream().map(Obstacle::toRefusal).toList()));
            }
        }
        candidates.sort(Candidate.BEST_FIRST);
        Explanation explanation = explain(draft.moment(), candidates, refused);
        return candidates.isEmpty()
                ? new Answer.Nowhere(explanation)
                : new Answer.Chosen(candidates.getFirst().host(), explanation);
    }

    /** Everything that stands against one host; empty when it can take the VM. */
    List<Obstacle> obstacles(Draft draft, VmRow vm, HostId host) {
        String set = vm.spec().antiAffinitySet();
        VmId partner = set == null ? null : draft.holdersOf(set, vm.vm()).get(host);
        return filters.obstacles(draft.host(host), draft.ledger(), vm, partner);
    }

    /** Why this host, when no other is asked. */
    Explanation only(Draft draft, VmRow vm, HostId host) {
        Rating rating = rate(draft.ledger(), host, vm.spec());
        return explain(
                draft.moment(), List.of(new Candidate(draft.host(host), rating, 0)), List.of());
    }

    /**
     * The host for which a VM has waited: no other is asked, and its room there was kept, so that
     * nothing can stand against it.
     */
    Answer.Chosen comeBack(Draft draft, VmRow vm, HostRow host) {
        Ledger ledger = draft.ledger().copy();
        ledger.release(host.host(), vm.spec());
        List<Candidate> candidates =
                filters.obstacles(host, ledger, vm, null).isEmpty()
                        ? List.of(new Candidate(host, rate(ledger, host.host(), vm.spec()), 0))
                        : List.of();
        return new Answer.Chosen(host, explain(draft.moment(), candidates, List.of()));
    }

    /** The rating of a host without obstacle for a VM of this size. */
    static Rating rate(Ledger ledger, HostId host, VmSpec spec) {
        double sum = 0;
        for (Resource resource : Resource.values()) {
            long usable = ledger.usable(resource, host);
            long left = ledger.available(resource, host) - Ledger.required(resource, spec);
            sum += (double) left / usable;
        }
        return new Rating(sum / Resource.values().length);
    }

    private Explanation explain(
            Moment moment, List<Candidate> candidates, List<RefusedHost> refused) {
        boolean seedUsed =
                candidates.size() > 1
                        && candidates.get(0).rating().equals(candidates.get(1).rating());
        List<RatedHost> rated =
                candidates.stream()
                        .limit(MAX_EXPLAINED)
                        .map(candidate ->
                                new RatedHost(
                                        candidate.host().host(),
                                        candidate.rating().stars(),
                                        candidate.rating().roundedScore()))
                        .toList();
        return new Explanation(
                policy.version(), seedUsed ? moment.seed() : 0, rated, refused, moment.inputs());
    }
}
