package io.berth.placement.app;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.kit.outbox.Outbox;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Before;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.DomainChange;
import io.berth.placement.store.Fence;
import io.berth.placement.store.NewEntry;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.PlacementStore.Belonging;
import io.berth.placement.store.ToldDecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's decisions. Each is applied to memory at once, so that the next sees it, and its
 * events go into the outbox; rows are written at the end, each once, whatever happened to it in
 * between. Memory stands only if the transaction commits: otherwise all {@linkplain #touched
 * touched} domains are dropped.
 */
final class UnitOfWork {
    private final Outbox outbox;
    private final PlacementStore store;
    private final DecisionJournal journal;
    private final PlacementPolicy policy;
    private final Map<LiveDomain, Changes> changes = new LinkedHashMap<>();
    private final List<PlacementDecision> announced = new ArrayList<>();
    private final Map<LiveDomain, Fence> fences = new LinkedHashMap<>();

    private static final class Changes {
        private final Map<HostId, HostRow> hosts = new LinkedHashMap<>();
        private final Map<VmId, VmRow> vms = new LinkedHashMap<>();
        private final Map<OperationId, OperationRow> operations = new LinkedHashMap<>();
        private final Map<VmId, DomainId> leaving = new LinkedHashMap<>();
        private final Map<VmId, Long> revisionsBefore = new LinkedHashMap<>();
        private final List<NewEntry> entries = new ArrayList<>();
        private final List<List<ToldDecision>> told = new ArrayList<>();

        boolean isEmpty() {
            return hosts.isEmpty() && vms.isEmpty() && operations.isEmpty();
        }
    }

    UnitOfWork(
            Outbox outbox, PlacementStore store, DecisionJournal journal, PlacementPolicy policy) {
        this.outbox = outbox;
        this.store = store;
        this.journal = journal;
        this.policy = policy;
    }

    /** This domain is going to be decided for. */
    void touch(LiveDomain domain) {
        changes.computeIfAbsent(domain, d -> new Changes());
    }

    /** Domains whose memory depends on the commit. */
    Set<LiveDomain> touched() {
        return changes.keySet();
    }

    /** Where a VM is going that this domain has let go of in this transaction. */
    Optional<Belonging> letGoOf(LiveDomain domain, VmId vm) {
        Changes changed = changes.get(domain);
        DomainId to = changed == null ? null : changed.leaving.get(vm);
        return to == null ? Optional.empty() : Optional.of(new Belonging(domain.id(), to));
    }

    /** What has been decided about VMs, in order. */
    List<PlacementDecision> announced() {
        return announced;
    }

    /** The operations that have changed, each as it is at last. */
    List<OperationRow> operations() {
        return changes.values().stream()
                .flatMap(changed -> changed.operations.values().stream())
                .toList();
    }

    /** Carries a decision out. */
    void add(LiveDomain domain, Cause cause, Verdict.Decision decision) {
        touch(domain);
        Changes changed = changes.getOrDefault(domain, new Changes());
        List<ToldDecision> told = new ArrayList<>();
        List<byte[]> bodies = Outcomes.bodies(decision);
        if (Outcomes.areWorthRemembering(decision)) {
            changed.entries.add(
                    NewEntry.of(
                            domain.id(),
                            cause.origin(),
                            cause.moment(),
                            policy,
                            decision.outcomes().size(),
                            () -> Outcomes.digest(decision, bodies),
                            Before.of(domain.state(), decision)));
            changed.told.add(told);
        }
        Iterator<byte[]> body = bodies.iterator();
        Map<OperationId, @Nullable OperationRow> known = new HashMap<>();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(HostRow row) -> changed.hosts.put(row.host(), row);
                case Outcome.VmChanged(VmRow row) -> {
                    VmRow before = domain.state().vm(row.vm());
                    changed.revisionsBefore.putIfAbsent(
                            row.vm(), before == null ? -1 : before.revision());
                    changed.vms.put(row.vm(), row);
                }
                case Outcome.VmLeft(VmRow row, DomainId to, HandOverTerms terms) -> {
                    changed.revisionsBefore.putIfAbsent(row.vm(), row.revision());
                    changed.vms.put(row.vm(), row);
                    if (to != null) {
                        changed.leaving.put(row.vm(), to);
                        outbox.put(
                                Topics.PLACEMENT_REQUESTS, toTakeOver(row, domain.id(), to, terms));
                    }
                }
                case Outcome.OperationChanged(OperationRow row) -> {
                    OperationRow before =
                            known.getOrDefault(row.id(), domain.state().operation(row.id()));
                    PatchRun.changes(domain.id(), before, row)
                            .forEach(e -> outbox.put(Topics.PLACEMENT_OPERATIONS, e));
                    known.put(row.id(), row);
                    changed.operations.put(row.id(), row);
                }
                case Outcome.HostsRedescribed(List<HostDescription> hosts) -> {}
                case Outcome.Announced(PlacementDecision event) -> {
                    byte[] json = body.next();
                    announced.add(event);
                    told.add(new ToldDecision(event, new String(json, StandardCharsets.UTF_8)));
                    outbox.put(Topics.PLACEMENT_DECISIONS, event, json);
                }
                case Outcome.Commanded(HostCommand command) ->
                        outbox.put(Topics.HOST_COMMANDS, command, body.next());
            }
        }
        domain.state().apply(decision);
        domain.leaveRetries(domain.retriesLeft() || decision.retriesLeft());
    }

    /**
     * Writes what has changed; within the transaction, after the last decision. That nothing is to
     * be done may have been decided from old memory as well, and would mark the input as applied.
     */
    void write(Instant now) {
        changes.forEach((domain, changed) -> {
            Fence from = domain.fence();
            if (changed.isEmpty()) {
                store.requireNewest(domain.id(), from);
            }
            Fence to = changed.isEmpty() ? null : store.save(change(domain, changed));
            if (to != null) {
                fences.put(domain, to);
                changed.vms.values().forEach(row -> publish(domain, changed, row));
            }
            List<Long> ids = journal.append(changed.entries, from, to);
            for (int i = 0; i < ids.size(); i++) {
                store.record(ids.get(i), changed.told.get(i), now);
            }
        });
    }

    private static TakeOverVmRequested toTakeOver(
            VmRow row, DomainId from, DomainId to, @Nullable HandOverTerms terms) {
        return new TakeOverVmRequested(
                row.vm(), to, from, row.epoch(), row.spec(), row.revision(), terms);
    }

    /** The transaction has been committed. */
    void committed() {
        fences.forEach(LiveDomain::committed);
    }

    private static DomainChange change(LiveDomain domain, Changes changed) {
        return new DomainChange(
                domain.id(),
                domain.partition(),
                domain.fence(),
                List.copyOf(changed.hosts.values()),
                List.copyOf(changed.vms.values()),
                changed.leaving,
                List.copyOf(changed.operations.values()));
    }

    /** A changed deadline is nobody else's business: only a higher revision is published. */
    private void publish(LiveDomain domain, Changes changed, VmRow row) {
        if (row.revision() > changed.revisionsBefore.getOrDefault(row.vm(), -1L)) {
            outbox.put(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    new VmAssignment(
                            row.vm(),
                            domain.id(),
                            row.host(),
                            row.epoch(),
                            row.state(),
                            row.revision(),
                            row.conduct().standstill()));
        }
    }
}
