package io.berth.placement.domain.state;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.Rounds;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that placement knows of one domain. Its rows are hard state, loaded from the database; the
 * descriptions of hosts are soft. It changes only by {@link #apply}, so that a decision can be
 * computed, stored and sent before anything here moves. Not safe for several threads: a domain has
 * one decider.
 */
public final class DomainState {
    private final DomainId domain;
    private final Map<HostId, HostRow> hosts = new HashMap<>();
    private final Map<VmId, VmRow> vms = new HashMap<>();
    private final NavigableSet<HostId> hostIds = new TreeSet<>();
    private final Set<HostId> described = new HashSet<>();
    private final Map<HostId, Set<VmId>> byHost = new HashMap<>();
    private final Map<String, Set<VmId>> byAntiAffinitySet = new HashMap<>();
    private final Map<String, Set<VmId>> byAffinitySet = new HashMap<>();
    private final Map<String, Set<VmId>> byStartGroup = new HashMap<>();
    private final Set<VmId> awaitingTurn = new HashSet<>();
    private final Set<VmId> unplaceable = new HashSet<>();
    private final Map<OperationId, OperationRow> operations = new HashMap<>();
    private final Ledger ledger = new Ledger();
    private final HostIndex index = new HostIndex(ledger);

    private DomainState(DomainId domain) {
        this.domain = domain;
    }

    /** A domain of which nothing is known. */
    public static DomainState empty(DomainId domain) {
        return new DomainState(domain);
    }

    /** A domain as it was stored. */
    public static DomainState restore(
            DomainId domain,
            Collection<HostDescription> descriptions,
            Collection<HostRow> hosts,
            Collection<VmRow> vms) {
        return restore(domain, descriptions, hosts, vms, List.of());
    }

    /** A domain as it was stored, with its open operations. */
    public static DomainState restore(
            DomainId domain,
            Collection<HostDescription> descriptions,
            Collection<HostRow> hosts,
            Collection<VmRow> vms,
            Collection<OperationRow> operations) {
        DomainState state = new DomainState(domain);
        state.redescribe(descriptions);
        hosts.forEach(state::put);
        vms.forEach(state::put);
        operations.forEach(state::put);
        return state;
    }

    /** Carries a decision out on this state: the only way it ever changes. */
    public void apply(Verdict.Decision decision) {
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(HostRow row) -> put(row);
                case Outcome.VmChanged(VmRow row) -> put(row);
                case Outcome.VmLeft left -> remove(left.row().vm());
                case Outcome.OperationChanged(OperationRow row) -> put(row);
                case Outcome.HostsRedescribed(List<HostDescription> descriptions) ->
                        redescribe(descriptions);
                case Outcome.Announced announced -> {}
                case Outcome.Commanded commanded -> {}
            }
        }
    }

    /** Which domain. */
    public DomainId domain() {
        return domain;
    }

    /** A host's row; absent when it has neither been seen nor granted anything. */
    public @Nullable HostRow host(HostId host) {
        return hosts.get(host);
    }

    /** A VM's row; absent when nobody ever asked for it here. */
    public @Nullable VmRow vm(VmId vm) {
        return vms.get(vm);
    }

    /** Every host seen or specified, in order of id. */
    public NavigableSet<HostId> hostIds() {
        return Collections.unmodifiableNavigableSet(hostIds);
    }

    /** All VMs, in no order. */
    public Collection<VmRow> vms() {
        return Collections.unmodifiableCollection(vms.values());
    }

    /** VMs that no host can take, in no order. */
    public Set<VmId> unplaceable() {
        return Collections.unmodifiableSet(unplaceable);
    }

    /** What the hosts have left; read only by contract. */
    public Ledger ledger() {
        return ledger;
    }

    HostIndex index() {
        return index;
    }

    /** VMs whose deadline has passed, in order of id. */
    public List<VmId> overdue(Instant now) {
        return vms.values().stream()
                .filter(row -> row.isOverdue(now))
                .map(VmRow::vm)
                .sorted()
                .toList();
    }

    /** An operation that goes on or keeps VMs away from a host; absent otherwise. */
    public @Nullable OperationRow operation(OperationId id) {
        return operations.get(id);
    }

    /** The operations that go on or keep VMs away from a host, in no order. */
    public Collection<OperationRow> operations() {
        return Collections.unmodifiableCollection(operations.values());
    }

    /** Whether an operation has something to try again. */
    public boolean operationsDue(Instant now) {
        return operations.values().stream()
                .map(OperationRow::nextTry)
                .anyMatch(at -> at != null && !now.isBefore(at));
    }

    /** Whether a patch operation may be able to go on. */
    public boolean patchTurnDue(Instant now) {
        return operations.values().stream()
                .filter(row -> row.state() == OperationState.RUNNING)
                .map(OperationRow::patch)
                .anyMatch(run ->
                        run != null && run.nextTurn() != null && !now.isBefore(run.nextTurn()));
    }

    /** Whether a round that spreads the load should begin by itself. */
    public boolean optimisationDue(Instant now) {
        List<GroupPolicy> groups = new ArrayList<>(described.size());
        for (HostId host : described) {
            HostDescription description = ledger.description(host);
            if (description != null) {
                groups.add(description.group());
            }
        }
        OptimisePolicy settings = OptimisePolicy.ofDomain(groups);
        return settings != null && Rounds.isDue(settings, operations.values(), now);
    }

    /** The VMs that hold room on a host, in no order. */
    public Set<VmId> vmsOn(HostId host) {
        return byHost.getOrDefault(host, Set.of());
    }

    Set<VmId> vmsOfSet(String antiAffinitySet) {
        return byAntiAffinitySet.getOrDefault(antiAffinitySet, Set.of());
    }

    Set<VmId> vmsKeptTogether(String affinitySet) {
        return byAffinitySet.getOrDefault(affinitySet, Set.of());
    }

    Set<VmId> vmsOfStartGroup(String group) {
        return byStartGroup.getOrDefault(group, Set.of());
    }

    /** VMs that are placed and wait for others to be started first. */
    Set<VmId> awaitingTurn() {
        return awaitingTurn;
    }

    private void put(HostRow row) {
        HostRow before = hosts.put(row.host(), row);
        if (before != null) {
            before.unmanaged().forEach(vm -> ledger.release(row.host(), HostRow.room(vm)));
        }
        row.unmanaged().forEach(vm -> ledger.allocate(row.host(), HostRow.room(vm)));
        hostIds.add(row.host());
        ledger.life(row);
    }

    private void put(VmRow row) {
        VmRow before = vms.put(row.vm(), row);
        if (before != null) {
            unindex(before);
        }
        index(row);
    }

    private void remove(VmId vm) {
        VmRow before = vms.remove(vm);
        if (before != null) {
            unindex(before);
        }
    }

    /** One that is over is forgotten here; the database keeps it for people. */
    private void put(OperationRow row) {
        OperationRow before =
                row.open() ? operations.put(row.id(), row) : operations.remove(row.id());
        if (before != null) {
            before.reservations().forEach(move -> Draft.reserve(ledger, move, false));
        }
        row.reservations().forEach(move -> Draft.reserve(ledger, move, true));
    }

    private void index(VmRow row) {
        HostId host = row.host();
        if (host != null) {
            ledger.allocate(host, row.spec());
            byHost.computeIfAbsent(host, h -> new HashSet<>()).add(row.vm());
            hostIds.add(host);
        }
        enter(byAntiAffinitySet, row.spec().antiAffinitySet(), row.vm());
        enter(byAffinitySet, row.spec().affinitySet(), row.vm());
        enter(byStartGroup, startGroup(row), row.vm());
        if (row.awaitsTurn()) {
            awaitingTurn.add(row.vm());
        }
        if (row.state() == AssignmentState.UNPLACEABLE) {
            unplaceable.add(row.vm());
        }
    }

    private void unindex(VmRow row) {
        HostId host = row.host();
        if (host != null) {
            ledger.release(host, row.spec());
            vmsOn(host).remove(row.vm());
        }
        leave(byAntiAffinitySet, row.spec().antiAffinitySet(), row.vm());
        leave(byAffinitySet, row.spec().affinitySet(), row.vm());
        leave(byStartGroup, startGroup(row), row.vm());
        awaitingTurn.remove(row.vm());
        unplaceable.remove(row.vm());
    }

    private static @Nullable String startGroup(VmRow row) {
        StartOrder order = row.spec().startOrder();
        return order == null ? null : order.group();
    }

    private static void enter(Map<String, Set<VmId>> sets, @Nullable String set, VmId vm) {
        if (set != null) {
            sets.computeIfAbsent(set, s -> new HashSet<>()).add(vm);
        }
    }

    private static void leave(Map<String, Set<VmId>> sets, @Nullable String set, VmId vm) {
        Set<VmId> members = set == null ? null : sets.get(set);
        if (members != null && members.remove(vm) && members.isEmpty()) {
            sets.remove(set);
        }
    }

    private void redescribe(Collection<HostDescription> descriptions) {
        Set<HostId> gone = new HashSet<>(described);
        described.clear();
        for (HostDescription description : descriptions) {
            ledger.describe(description);
            described.add(description.host());
            hostIds.add(description.host());
            gone.remove(description.host());
        }
        gone.forEach(ledger::forget);
        hostIds.removeIf(host ->
                !described.contains(host) && !hosts.containsKey(host) && vmsOn(host).isEmpty());
    }
}
