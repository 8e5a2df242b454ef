package io.berth.replica.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.kit.outbox.Outbox;
import io.berth.replica.domain.Draft;
import io.berth.replica.domain.KnownEnds;
import io.berth.replica.domain.KnownWorld;
import io.berth.replica.domain.OperatorRules;
import io.berth.replica.domain.OperatorRules.Changed;
import io.berth.replica.domain.OperatorRules.Removal;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.SettingsRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverRefusal;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.domain.test.TestRules;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.SiteForestStore;
import io.berth.replica.store.TestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Making, pausing, resuming and removing relationships. */
@ApplicationScoped
public class Relationships {
    private final UnitOfWork unitOfWork;
    private final RelationshipStore store;
    private final FailoverStore failovers;
    private final TestStore tests;
    private final CarryOutTests carryOutTests;
    private final SiteForestStore forests;
    private final DatabaseClock clock;
    private final Estate estate;
    private final OperatorRules rules;
    private final Outbox outbox;
    private final CycleScheduler scheduler;
    private final ReplicaMeters meters;

    Relationships(
            UnitOfWork unitOfWork,
            RelationshipStore store,
            FailoverStore failovers,
            TestStore tests,
            CarryOutTests carryOutTests,
            SiteForestStore forests,
            DatabaseClock clock,
            Estate estate,
            OperatorRules rules,
            Outbox outbox,
            CycleScheduler scheduler,
            ReplicaMeters meters) {
        this.unitOfWork = unitOfWork;
        this.store = store;
        this.failovers = failovers;
        this.tests = tests;
        this.carryOutTests = carryOutTests;
        this.forests = forests;
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
                    RelationshipId by = store.extensions(List.of(id)).get(id);
                    if (by != null) {
                        return Verdict.refused(
                                new ReplicaRefusal.OfSettings(
                                        new SettingsRefusal.StillExtended(id, by)));
                    }
                    Failover failover = failovers.find(id).orElse(null);
                    if (failover != null && failover.isOpen()) {
                        return Verdict.refused(
                                new ReplicaRefusal.OfFailover(
                                        new FailoverRefusal.StillOpen(
                                                id, failover.stage().step())));
                    }
                    Instant now = clock.now();
                    CommandId command = CommandId.random();
                    Removal removal = rules.remove(relationship, command, principal, now);
                    List<TestMove> ended =
                            tests.openOf(List.of(id)).stream()
                                    .map(test -> TestRules.removed(test, CommandId.random(), now))
                                    .toList();
                    ended.forEach(carryOutTests::tell);
                    store.remove(relationship, now);
                    tell(removal.events());
                    outbox.put(Topics.HOST_COMMANDS, removal.drop());
                    return new Verdict.Accepted<>(new Removed(relationship, removal, ended));
                });
        return switch (verdict) {
            case Verdict.Refused<Removed>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<Removed>(Removed(var relationship, var removal, var ended)) -> {
                ended.forEach(meters::tested);
                if (removal.ended() != null) {
                    meters.ended(removal.ended());
                }
                yield new Verdict.Accepted<>(relationship);
            }
        };
    }

    private record Removed(Relationship relationship, Removal removal, List<TestMove> tests) {}

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
                            store.save(relationship, changed.after());
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

    /**
     * Other settings.
     *
     * @param wished what is wished, given what there is
     * @param expected the revision that the caller has seen; null for any
     */
    public Verdict<Relationship> change(
            RelationshipId id,
            Function<Relationship, Draft> wished,
            @Nullable Long expected,
            Principal principal) {
        return change(
                id,
                (relationship, now) -> {
                    Draft draft = wished.apply(relationship);
                    return rules.change(
                            relationship, draft, expected, world(List.of(draft)), principal, now);
                });
    }

    /** The media with the first copy are imported. */
    public Verdict<Relationship> mediaImported(RelationshipId id, Principal principal) {
        return change(id, (relationship, now) -> rules.mediaImported(relationship, principal, now));
    }

    private KnownEnds ends(List<Draft> drafts, Map<VmId, DomainId> homes) {
        Map<VmId, List<String>> disks = new HashMap<>();
        Map<HostId, SiteId> hostSites = new HashMap<>();
        List<RelationshipId> of =
                drafts.stream()
                        .map(draft -> draft.wish().extension())
                        .filter(Objects::nonNull)
                        .toList();
        Map<RelationshipId, Relationship> extended = store.all(of);
        for (Draft draft : drafts) {
            List<String> known = estate.disksOf(draft.vm());
            if (!known.isEmpty()) {
                disks.put(draft.vm(), known);
            }
            estate.host(draft.target())
                    .ifPresent(host -> hostSites.put(draft.target(), host.site()));
        }
        extended.values()
                .forEach(parent ->
                        estate.host(parent.agreement().target())
                                .ifPresent(host -> hostSites.put(host.host(), host.site())));
        Map<DomainId, Set<SiteId>> sites = estate.sitesOf(Set.copyOf(homes.values()));
        Map<VmId, Set<SiteId>> sources = new HashMap<>();
        homes.forEach((vm, home) -> sources.put(vm, sites.getOrDefault(home, Set.of())));
        return new KnownEnds(
                disks, sources, hostSites, forests.all(), extended, store.extensions(of));
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
        KnownEnds ends = ends(drafts, homes);
        for (Relationship parent : ends.extended().values()) {
            HostId middle = parent.agreement().target();
            estate.domainOf(middle).ifPresent(domain -> hosts.put(middle, domain));
        }
        return new KnownWorld(
                homes,
                hosts,
                running,
                store.existing(ids),
                store.replicated(vms),
                store.retired(ids),
                ends);
    }
}
