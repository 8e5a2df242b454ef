package io.berth.replica.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.kit.outbox.Outbox;
import io.berth.replica.domain.Draft;
import io.berth.replica.domain.KnownWorld;
import io.berth.replica.domain.OperatorRules;
import io.berth.replica.domain.OperatorRules.Changed;
import io.berth.replica.domain.OperatorRules.Removal;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Making, pausing, resuming and removing relationships. */
@ApplicationScoped
public class Relationships {
    private final UnitOfWork unitOfWork;
    private final RelationshipStore store;
    private final DatabaseClock clock;
    private final Estate estate;
    private final OperatorRules rules;
    private final Outbox outbox;
    private final CycleScheduler scheduler;
    private final ReplicaMeters meters;

    Relationships(
            UnitOfWork unitOfWork,
            RelationshipStore store,
            DatabaseClock clock,
            Estate estate,
            OperatorRules rules,
            Outbox outbox,
            CycleScheduler scheduler,
            ReplicaMeters meters) {
        this.unitOfWork = unitOfWork;
        this.store = store;
        this.clock = clock;
        this.estate = estate;
        this.rules = rules;
        this.outbox = outbox;
        this.scheduler = scheduler;
        this.meters = meters;
    }

    /** New relationships, all or none; their initial copies are due at once. */
    public Verdict<List<Relationship>> create(List<Draft> drafts, Principal principal) {
        Verdict<List<Relationship>> verdict =
                unitOfWork.run(() ->
                        switch (rules.create(drafts, world(drafts), principal, clock.now())) {
                            case Verdict.Refused<List<Changed>>(var refusals) ->
                                    new Verdict.Refused<>(refusals);
                            case Verdict.Accepted<List<Changed>>(var created) -> {
                                List<Relationship> all =
                                        created.stream().map(Changed::after).toList();
                                store.insert(all);
                                created.forEach(one -> tell(one.events()));
                                yield new Verdict.Accepted<>(all);
                            }
                        });
        scheduler.nudge();
        return verdict;
    }

    /** No further cycle is ordered. */
    public Verdict<Relationship> pause(RelationshipId id) {
        return change(id, rules::pause);
    }

    /** Cycles are ordered again, the next at once. */
    public Verdict<Relationship> resume(RelationshipId id) {
        return change(id, rules::resume);
    }

    /** A cycle is ordered at once, or when the running one has ended. */
    public Verdict<Relationship> replicateNow(RelationshipId id) {
        return change(id, rules::replicateNow);
    }

    /** Ends a relationship; its target is told to delete the copies. */
    public Verdict<Relationship> remove(RelationshipId id, Principal principal) {
        Verdict<Removed> verdict =
                unitOfWork.run(() -> {
                    Relationship relationship = store.lock(id).orElse(null);
                    if (relationship == null) {
                        return Verdict.refused(new ReplicaRefusal.NotFound(id.value()));
                    }
                    Instant now = clock.now();
                    CommandId command = new CommandId(UUID.randomUUID().toString());
                    Removal removal = rules.remove(relationship, command, principal, now);
                    store.remove(relationship, now);
                    tell(removal.events());
                    outbox.put(Topics.HOST_COMMANDS, removal.drop());
                    return new Verdict.Accepted<>(new Removed(relationship, removal));
                });
        return switch (verdict) {
            case Verdict.Refused<Removed>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<Removed>(Removed(var relationship, var removal)) -> {
                if (removal.ended() != null) {
                    meters.ended(removal.ended());
                }
                yield new Verdict.Accepted<>(relationship);
            }
        };
    }

    private record Removed(Relationship relationship, Removal removal) {}

    private Verdict<Relationship> change(
            RelationshipId id, BiFunction<Relationship, Instant, Verdict<Changed>> rule) {
        Verdict<Relationship> verdict =
                unitOfWork.run(() -> {
                    Relationship relationship = store.lock(id).orElse(null);
                    if (relationship == null) {
                        return Verdict.refused(new ReplicaRefusal.NotFound(id.value()));
                    }
                    return switch (rule.apply(relationship, clock.now())) {
                        case Verdict.Refused<Changed>(var refusals) ->
                                new Verdict.Refused<>(refusals);
                        case Verdict.Accepted<Changed>(Changed changed) -> {
                            store.save(List.of(changed.after()));
                            tell(changed.events());
                            yield new Verdict.Accepted<>(changed.after());
                        }
                    };
                });
        scheduler.nudge();
        return verdict;
    }

    private void tell(List<ReplicaEvent> events) {
        events.forEach(event -> outbox.put(Topics.REPLICA_EVENTS, event));
    }

    private KnownWorld world(List<Draft> drafts) {
        List<RelationshipId> ids = drafts.stream().map(Draft::id).toList();
        List<VmId> vms = drafts.stream().map(Draft::vm).toList();
        Map<VmId, DomainId> homes = new HashMap<>();
        Map<VmId, HostId> running = new HashMap<>();
        for (VmId vm : vms) {
            estate.domainOf(vm).ifPresent(domain -> homes.put(vm, domain));
            estate.runsOn(vm).ifPresent(host -> running.put(vm, host));
        }
        Map<HostId, DomainId> hosts = new HashMap<>();
        for (Draft draft : drafts) {
            estate.domainOf(draft.target()).ifPresent(domain -> hosts.put(draft.target(), domain));
        }
        return new KnownWorld(
                homes,
                hosts,
                running,
                store.existing(ids),
                store.replicated(vms),
                store.retired(ids));
    }
}
