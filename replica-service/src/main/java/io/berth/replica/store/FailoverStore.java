package io.berth.replica.store;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.failover.Failover;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest failover of each relationship, in the caller's transaction. Whoever changes one has
 * locked the row of its relationship.
 */
@ApplicationScoped
public class FailoverStore {
    /** As of the index {@code failover_open}. */
    private static final String OPEN = "step not in ('CANCELLED', 'COMPLETED', 'REVERSED')";

    private static final String SELECT = "select " + FailoverRow.COLUMNS + " from failover ";

    /** One that is locked is being looked at already, and waiting for it could be a deadlock. */
    private static final String WAKE =
            """
            update failover set wake_at = ? where relationship in (
                select relationship from failover where wake_at > ? and vm = any(?)
                   for update skip locked)
            """;

    private final Database database;

    FailoverStore(Database database) {
        this.database = database;
    }

    /** The newest failover of a relationship; empty when there was none. */
    public Optional<Failover> find(RelationshipId id) {
        return Optional.ofNullable(of(List.of(id)).get(id));
    }

    /** The newest failover of each of these that had one. */
    public Map<RelationshipId, Failover> of(Collection<RelationshipId> ids) {
        Map<RelationshipId, Failover> found = new HashMap<>();
        if (!ids.isEmpty()) {
            database.each(
                    SELECT + "where relationship = any(?)",
                    p -> p.texts(ids),
                    FailoverRow::read,
                    failover -> found.put(failover.relationship(), failover));
        }
        return found;
    }

    /** The open one of each of these VMs that has one; by a unique index it has one at most. */
    public Map<VmId, Failover> openOf(Collection<VmId> vms) {
        Map<VmId, Failover> found = new HashMap<>();
        database.each(
                SELECT + "where " + OPEN + " and vm = any(?)",
                p -> p.texts(vms),
                FailoverRow::read,
                failover -> found.put(failover.vm(), failover));
        return found;
    }

    /** Hands over all that are open. */
    public void eachOpen(Consumer<Failover> consumer) {
        database.each(SELECT + "where " + OPEN, _ -> {}, FailoverRow::read, consumer);
    }

    /** When the next one is to be looked at; empty when none is under way. */
    public Optional<Instant> nextWake() {
        List<Optional<Instant>> found =
                database.query(
                        "select min(wake_at) from failover where wake_at is not null",
                        _ -> {},
                        row -> Optional.ofNullable(row.optionalTime()));
        return found.getFirst();
    }

    /** Those of these VMs that are under way are to be looked at now. */
    public void wake(Collection<VmId> vms, Instant now) {
        database.update(WAKE, p -> p.time(now).time(now).texts(vms));
    }

    /** Saves what became of failovers, each in the place of the one before. */
    public void save(Collection<Failover> failovers) {
        database.batch(FailoverRow.UPSERT, failovers, FailoverRow::bind);
    }
}
