package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.Health;
import io.berth.replica.domain.HealthRules;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people look at. */
@ApplicationScoped
public class Lookups {
    /** How many are read at a time while looking for those of one health. */
    private static final int CHUNK = 1000;

    private final RelationshipStore relationships;
    private final CycleStore cycles;
    private final RecoveryPointStore points;
    private final DatabaseClock clock;
    private final Estate estate;

    Lookups(
            RelationshipStore relationships,
            CycleStore cycles,
            RecoveryPointStore points,
            DatabaseClock clock,
            Estate estate) {
        this.relationships = relationships;
        this.cycles = cycles;
        this.points = points;
        this.clock = clock;
        this.estate = estate;
    }

    /**
     * A relationship at a moment.
     *
     * @param source the host that runs the VM now; absent when none does
     */
    public record Seen(
            Relationship relationship, Health health, @Nullable HostId source, Instant at) {}

    /**
     * Which relationships are asked for; null stands for all.
     *
     * @param host copies go to it, come from it, or the VM runs on it
     */
    public record Query(@Nullable VmId vm, @Nullable HostId host, Health.@Nullable Status health) {}

    /** One relationship. */
    @Transactional
    public Optional<Seen> find(RelationshipId id) {
        Instant now = clock.now();
        return relationships.find(id).map(relationship -> seen(relationship, now));
    }

    /** A relationship that the caller holds. */
    @Transactional
    public Seen see(Relationship relationship) {
        return seen(relationship, clock.now());
    }

    /** Relationships that the caller holds, in their order. */
    @Transactional
    public List<Seen> see(List<Relationship> several) {
        Instant now = clock.now();
        return several.stream().map(relationship -> seen(relationship, now)).toList();
    }

    /**
     * At most {@code limit} with an id above {@code after}, by id. Health depends on the moment and
     * is judged here, so a search by health reads on until it has found enough.
     */
    @Transactional
    public List<Seen> page(Query query, String after, int limit) {
        Instant now = clock.now();
        HostId host = query.host();
        List<VmId> there = host == null ? List.of() : estate.vmsOn(host);
        List<Seen> found = new ArrayList<>();
        String from = after;
        int chunk = query.health() == null ? limit : Math.max(limit, CHUNK);
        List<Relationship> read;
        do {
            read = relationships.page(query.vm(), host, there, from, chunk);
            for (Relationship relationship : read) {
                Seen seen = seen(relationship, now);
                if (query.health() == null || seen.health().status() == query.health()) {
                    found.add(seen);
                }
                from = relationship.id().value();
            }
        } while (read.size() == chunk && found.size() < limit);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** The newest ended cycles with a number below {@code before}. */
    @Transactional
    public List<EndedCycle> cycles(RelationshipId id, long before, int limit) {
        return cycles.page(id, before, limit);
    }

    /** All recovery points, newest first. */
    @Transactional
    public List<RecoveryPoint> recoveryPoints(RelationshipId id) {
        return points.of(List.of(id)).getOrDefault(id, List.of());
    }

    private Seen seen(Relationship relationship, Instant now) {
        return new Seen(
                relationship,
                HealthRules.judge(relationship, now),
                estate.runsOn(relationship.agreement().vm()).orElse(null),
                now);
    }
}
