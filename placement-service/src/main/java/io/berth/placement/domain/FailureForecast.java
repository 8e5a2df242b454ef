package io.berth.placement.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What would become of the VMs if hosts died at this moment, all together. The very rules that
 * would decide then decide here, on a copy of the domain; so the answer is what would happen, but
 * for the seed by which equal hosts are chosen from.
 *
 * <p>The hosts are first all silent and then fail one after the other, in order of id: none is
 * given the VMs of another. Complexity: that of re-placing the VMs.
 *
 * @param fates of every VM that these hosts hold, first to be restarted first
 */
public record FailureForecast(List<Fate> fates) {
    /** Takes a copy. */
    public FailureForecast {
        fates = List.copyOf(fates);
    }

    /**
     * What would become of one VM.
     *
     * @param from the host that would have died
     * @param to where it would be started; absent where nowhere
     * @param explanation why there, or why nowhere with every host's reasons; absent for a VM that
     *     would not be placed
     */
    public record Fate(
            VmId vm,
            HostId from,
            boolean highlyAvailable,
            AssignmentState state,
            @Nullable HostId to,
            @Nullable Explanation explanation) {}

    /** How many VMs would be in a state. */
    public long count(AssignmentState state) {
        return fates.stream().filter(fate -> fate.state() == state).count();
    }

    /**
     * The forecast.
     *
     * @param copy of the domain, which is changed
     * @param hosts of the domain; a host of which nothing is known loses nothing
     * @param evidence by which they would count as dead
     */
    public static FailureForecast of(
            PlacementRules rules,
            DomainState copy,
            Set<HostId> hosts,
            FencingEvidence evidence,
            Moment moment) {
        Set<HostId> inOrder = new TreeSet<>(hosts);
        List<VmRow> held = new ArrayList<>();
        for (HostId host : inOrder) {
            copy.vmsOn(host).stream().map(copy::vm).filter(Objects::nonNull).forEach(held::add);
        }
        held.sort(VmRow.RESTART_ORDER);
        inOrder.forEach(host -> feed(rules, copy, silent(copy, host, moment), moment));
        Map<VmId, Explanation> explained = new HashMap<>();
        for (HostId host : inOrder) {
            for (PlacementDecision event :
                    feed(rules, copy, dead(copy, host, evidence, moment), moment)) {
                if (event instanceof VmPlaced placed) {
                    explained.put(placed.vm(), placed.explanation());
                } else if (event instanceof VmUnplaceable nowhere) {
                    explained.put(nowhere.vm(), nowhere.explanation());
                }
            }
        }
        return new FailureForecast(
                held.stream().map(vm -> fate(copy, vm, explained.get(vm.vm()))).toList());
    }

    private static Fate fate(DomainState copy, VmRow before, @Nullable Explanation explanation) {
        VmRow after = Objects.requireNonNull(copy.vm(before.vm()));
        HostId from = before.requiredHost();
        HostId to = after.state() == AssignmentState.PLACED ? after.host() : null;
        return new Fate(
                before.vm(), from, before.spec().highlyAvailable(), after.state(), to, explanation);
    }

    private static List<PlacementDecision> feed(
            PlacementRules rules, DomainState copy, NodeEvent fact, Moment moment) {
        List<PlacementDecision> told = new ArrayList<>();
        if (rules.decide(copy, new Input.NodeFact(fact), moment)
                instanceof Verdict.Decision decision) {
            copy.apply(decision);
            for (Outcome outcome : decision.outcomes()) {
                if (outcome instanceof Outcome.Announced(PlacementDecision event)) {
                    told.add(event);
                }
            }
        }
        return told;
    }

    private static HostSuspect silent(DomainState copy, HostId host, Moment moment) {
        HostRow row = row(copy, host);
        return new HostSuspect(host, copy.domain(), boot(row), row.tenure(), moment.now());
    }

    private static HostFailed dead(
            DomainState copy, HostId host, FencingEvidence evidence, Moment moment) {
        HostRow row = row(copy, host);
        return new HostFailed(
                host, copy.domain(), boot(row), row.tenure(), moment.now(), moment.now(), evidence);
    }

    private static HostRow row(DomainState copy, HostId host) {
        HostRow known = copy.host(host);
        return known == null ? HostRow.unknown(host) : known;
    }

    private static BootId boot(HostRow row) {
        BootId boot = row.boot();
        return boot == null ? new BootId(1) : boot;
    }
}
