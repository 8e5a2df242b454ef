package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.replay.PolicyChange;
import io.berth.placement.domain.replay.Rewind;
import io.berth.placement.domain.replay.Spells;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.JournalEntry;
import io.berth.placement.store.Origin;
import io.berth.placement.store.PastDecision;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One domain on its way through a past period, beside itself under another policy. Both have the
 * rows of then at every moment; they differ in how hosts are rated and in which clusters count as
 * over-committed. Not safe for several threads.
 */
final class SecondLook {
    /**
     * A cluster is judged as often as there are decisions, so each judgement has a fortieth of the
     * steps of one that is published; where they end, the proof method decides.
     */
    private static final SearchBudget BUDGET =
            new SearchBudget(1_000_000, 100_000, SearchBudget.DEFAULT.rememberedBytes());

    private final DomainId domain;
    private final PastTables.Reader tables;
    private final PolicyChange change;
    private final Map<PastInputs.Place, Event> events;
    private final DomainState then;
    private final DomainState otherwise;
    private final Map<PlacementPolicy, PlacementRules> rules = new IdentityHashMap<>();
    private final ReserveJudge judge = new ReserveJudge(BUDGET);
    private final Spells spells = new Spells();
    private List<HostDescription> described = List.of();
    private List<HostDescription> describedOtherwise = List.of();
    private @Nullable ClusterPicture judgedLast;
    private boolean overCommitted;
    private @Nullable ClusterId cluster;
    private int reserve;
    private boolean judged;
    private Instant now;

    /** What came out under the policy of then, and under the other one. */
    record Both(Verdict.Decision then, Verdict.Decision otherwise) {}

    SecondLook(
            DomainId domain,
            Rewind start,
            PastTables tables,
            PolicyChange change,
            Instant since,
            Map<PastInputs.Place, Event> events) {
        this.domain = domain;
        this.tables = tables.new Reader(domain);
        this.change = change;
        this.events = events;
        this.then = start.state(domain, List.of());
        this.otherwise = start.state(domain, List.of());
        this.now = since;
    }

    /**
     * Goes to the next decision and past it.
     *
     * @param decide whether it is to be made again
     * @return null when it is not, or what it was made from is gone
     */
    @Nullable Both at(PastDecision past, boolean decide) {
        JournalEntry entry = past.entry();
        tables.to(entry.moment().inputs(), entry.policy().groups());
        describe(tables.hosts(), entry.policy().rulebook());
        Both both = decide ? both(entry) : null;
        Verdict.Decision rows = new Verdict.Decision(past.rowsAfter(), false);
        then.apply(rows);
        otherwise.apply(rows);
        if (entry.moment().now().isAfter(now)) {
            now = entry.moment().now();
        }
        judge(described, entry.policy().rulebook());
        return both;
    }

    /** The end of the period; empty where no reserve was asked about. */
    Optional<WhatIfOverThePast.Cluster> close(Instant until) {
        spells.close(until);
        ClusterId known = cluster;
        return known == null
                ? Optional.empty()
                : Optional.of(new WhatIfOverThePast.Cluster(known, reserve, judged, spells));
    }

    private @Nullable Both both(JournalEntry entry) {
        Input first = input(entry.origin(), described);
        Input second = otherwise(input(entry.origin(), describedOtherwise));
        if (first == null || second == null) {
            return null;
        }
        PlacementRules by = rules.computeIfAbsent(entry.policy(), PlacementRules::new);
        return new Both(
                made(by.decide(then, first, entry.moment())),
                made(by.decide(otherwise, second, entry.moment())));
    }

    private @Nullable Input input(Origin origin, List<HostDescription> hosts) {
        return switch (origin) {
            case Origin.FromRecord(String topic, int partition, long offset) -> {
                Event event = events.get(new PastInputs.Place(topic, partition, offset));
                yield event == null ? null : Inputs.of(event);
            }
            case Origin.FromDeadlines(var vms) -> new Input.DeadlinesPassed(vms);
            case Origin.FromPatchTurn(var asked, var stopped) ->
                    new Input.PatchTurn(asked, stopped);
            case Origin.FromDescriptions() -> new Input.HostsDescribed(hosts);
        };
    }

    /** A cluster that is patched would have had the other reserve to keep. */
    private @Nullable Input otherwise(@Nullable Input input) {
        if (!(input instanceof Input.PatchTurn(ClusterState state, List<VmId> stopped))) {
            return input;
        }
        Integer asked = change.reserveOf(state.cluster());
        return asked == null || asked >= state.nodes().size()
                ? input
                : new Input.PatchTurn(
                        new ClusterState(
                                state.cluster(),
                                state.group(),
                                state.site(),
                                state.nodes(),
                                asked,
                                state.revision()),
                        stopped);
    }

    private static Verdict.Decision made(Verdict verdict) {
        return verdict instanceof Verdict.Decision decision
                ? decision
                : new Verdict.Decision(List.of(), false);
    }

    private void describe(List<HostDescription> hosts, Rulebook rulebook) {
        described = describe(then, hosts, described);
        judge(hosts, rulebook);
        List<HostDescription> others =
                hosts.stream()
                        .map(host ->
                                host.judged(
                                        change.rating(host.specification().group(), host.group()),
                                        judged ? overCommitted : host.overCommitted()))
                        .toList();
        describedOtherwise = describe(otherwise, others, describedOtherwise);
    }

    private static List<HostDescription> describe(
            DomainState state, List<HostDescription> hosts, List<HostDescription> before) {
        if (!hosts.equals(before)) {
            state.apply(new Verdict.Decision(List.of(new Outcome.HostsRedescribed(hosts)), false));
        }
        return hosts;
    }

    private void judge(List<HostDescription> hosts, Rulebook rulebook) {
        ClusterState state = tables.cluster();
        Integer asked = state == null ? null : change.reserveOf(state.cluster());
        if (state == null || asked == null) {
            judged = false;
            return;
        }
        cluster = state.cluster();
        judged = asked < state.nodes().size();
        reserve = judged ? asked : state.nodeFailureReserve();
        List<HostState> specified = hosts.stream().map(HostDescription::specification).toList();
        ClusterPicture picture =
                ClusterReading.of(state, specified, then, rulebook, tables::has)
                        .withReserve(reserve);
        if (!picture.equals(judgedLast)) {
            judgedLast = picture;
            overCommitted = judge.judge(picture).overCommitted();
        }
        spells.at(now, overCommitted);
    }
}
