package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.run.FailoverGroup;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.domain.run.RunRules;
import io.berth.replica.domain.run.RunRules.Candidate;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.GroupStore;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Beginning, stopping and looking up failovers of groups and sites. */
@ApplicationScoped
public class FailoverRuns {
    private final UnitOfWork unitOfWork;
    private final RunStore store;
    private final GroupStore groups;
    private final RelationshipStore relationships;
    private final Estate estate;
    private final DatabaseClock clock;
    private final LookAtRuns looks;

    FailoverRuns(
            UnitOfWork unitOfWork,
            RunStore store,
            GroupStore groups,
            RelationshipStore relationships,
            Estate estate,
            DatabaseClock clock,
            LookAtRuns looks) {
        this.unitOfWork = unitOfWork;
        this.store = store;
        this.groups = groups;
        this.relationships = relationships;
        this.estate = estate;
        this.clock = clock;
        this.looks = looks;
    }

    /** What is to fail over. */
    public sealed interface Scope {
        /** The VMs of one group. */
        record OfGroup(String id) implements Scope {
            @Override
            public String toString() {
                return "group:" + id;
            }
        }

        /** All replicated VMs whose own hosts are at a site; groups first, by rank. */
        record OfSite(SiteId site) implements Scope {
            @Override
            public String toString() {
                return "site:" + site;
            }
        }
    }

    /** A run at a moment of the database's clock. */
    public record Seen(FailoverRun run, Instant at) {}

    /** One. */
    @Transactional
    public Optional<Seen> find(String id) {
        return store.find(id).map(run -> new Seen(run, clock.now()));
    }

    /** At most so many that began before a moment, the newest first. */
    @Transactional
    public List<Seen> page(Instant before, int limit) {
        Instant now = clock.now();
        return store.page(before, limit).stream().map(run -> new Seen(run, now)).toList();
    }

    /**
     * Begins a run.
     *
     * @param acceptLossUpTo with an unplanned one only
     */
    public Verdict<Seen> begin(
            Scope scope, FailoverKind kind, @Nullable Duration acceptLossUpTo, Principal by) {
        return unitOfWork.run(() -> {
            Verdict<FailoverRun> planned = plan(scope, kind, acceptLossUpTo, by, clock.now());
            return switch (planned) {
                case Verdict.Refused<FailoverRun>(var refusals) -> new Verdict.Refused<>(refusals);
                case Verdict.Accepted<FailoverRun>(FailoverRun run) -> {
                    Optional<RunStore.Busy> busy =
                            store.busy(
                                    run.members().stream()
                                            .map(FailoverRun.Member::relationship)
                                            .toList());
                    if (busy.isPresent()) {
                        yield refused(
                                new RunRefusal.RunOpen(
                                        busy.get().run(), busy.get().relationship()));
                    }
                    store.save(null, run);
                    yield new Verdict.Accepted<>(new Seen(run, run.order().begunAt()));
                }
            };
        });
    }

    /** What a run would do now to each of its VMs; nothing is begun. */
    public Verdict<Seen> rehearse(
            Scope scope, FailoverKind kind, @Nullable Duration acceptLossUpTo, Principal by) {
        return unitOfWork.run(() -> {
            Instant now = clock.now();
            return switch (plan(scope, kind, acceptLossUpTo, by, now)) {
                case Verdict.Refused<FailoverRun>(var refusals) -> new Verdict.Refused<>(refusals);
                case Verdict.Accepted<FailoverRun>(FailoverRun run) ->
                        new Verdict.Accepted<>(new Seen(looks.forecast(run, now), now));
            };
        });
    }

    private Verdict<FailoverRun> plan(
            Scope scope,
            FailoverKind kind,
            @Nullable Duration acceptLossUpTo,
            Principal by,
            Instant now) {
        List<FailoverGroup> ordered;
        Map<RelationshipId, Candidate> candidates;
        switch (scope) {
            case Scope.OfGroup(String id) -> {
                Optional<FailoverGroup> group = groups.find(id);
                if (group.isEmpty()) {
                    return refused(new RunRefusal.NoGroup(id));
                }
                ordered = List.of(group.get());
                candidates =
                        candidates(
                                relationships.all(group.get().relationships().toList()).values());
            }
            case Scope.OfSite(SiteId site) -> {
                ordered = groups.all();
                candidates = candidates(at(site).values());
            }
        }
        return candidates.isEmpty()
                ? refused(new RunRefusal.NothingThere(scope.toString()))
                : new Verdict.Accepted<>(
                        RunRules.plan(
                                CommandId.random().value(),
                                scope.toString(),
                                kind,
                                acceptLossUpTo,
                                ordered,
                                candidates,
                                by,
                                now));
    }

    /** Relationships whose VM's own hosts are at a site, by id; third sites are nobody's first. */
    private Map<RelationshipId, Relationship> at(SiteId site) {
        Set<DomainId> domains = estate.domainsAt(site);
        Map<RelationshipId, Relationship> found = new TreeMap<>();
        relationships.each(relationship -> {
            boolean there =
                    estate.domainOf(relationship.agreement().vm())
                            .filter(domains::contains)
                            .isPresent();
            if (there && relationship.agreement().settings().extension() == null) {
                found.put(relationship.id(), relationship);
            }
        });
        return found;
    }

    private static Map<RelationshipId, Candidate> candidates(Iterable<Relationship> relationships) {
        Map<RelationshipId, Candidate> found = new LinkedHashMap<>();
        for (Relationship one : relationships) {
            found.put(one.id(), new Candidate(one.id(), one.agreement().vm()));
        }
        return found;
    }

    /** Stops a run: no further failover is begun. */
    public Verdict<Seen> stop(String id, Principal by) {
        return unitOfWork.run(() -> {
            FailoverRun run = store.lock(id).orElse(null);
            if (run == null) {
                return refused(new RunRefusal.NoRun(id));
            }
            if (!run.isUnderWay()) {
                return refused(new RunRefusal.RunOver(id));
            }
            FailoverRun stopped = RunRules.stop(run, by);
            store.save(run, stopped);
            return new Verdict.Accepted<>(new Seen(stopped, clock.now()));
        });
    }

    private static <T> Verdict<T> refused(RunRefusal refusal) {
        return Verdict.refused(new ReplicaRefusal.OfRun(refusal));
    }
}
