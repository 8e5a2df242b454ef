package io.berth.replica.store;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.Relationship;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Relationships, in the caller's transaction. */
@ApplicationScoped
public class RelationshipStore {
    private static final String SELECT =
            "select " + RelationshipRow.COLUMNS + " from relationship ";

    /**
     * Those whose turn it is, the one whose data would be lost first in front. Rows that another
     * instance has locked are its business.
     */
    private static final String CLAIM =
            SELECT
                    + """
                    where wake_at <= ?
                    order by next_due_at + make_interval(secs => frequency_seconds), id
                    limit ? for update skip locked
                    """;

    /** The same for those whose failover is to be looked at. */
    private static final String CLAIM_FAILING_OVER =
            SELECT
                    + """
                    where id in (select relationship from failover where wake_at <= ?
                                 order by wake_at limit ?)
                    order by id for update skip locked
                    """;

    /** The same for those whose test is to be looked at. */
    private static final String CLAIM_TESTED =
            SELECT
                    + """
                    where id in (select relationship from replica_test where wake_at <= ?
                                 order by wake_at limit ?)
                    order by id for update skip locked
                    """;

    private static final String CONCERNED =
            SELECT
                    + """
                    where id = any(?) or target_host = any(?) or running_source = any(?)
                    order by id for update
                    """;
    private static final String PAGE =
            SELECT
                    + """
                    where id > ?
                      and (?::text is null or vm = ?)
                      and (?::text is null or target_host = ? or running_source = ?
                           or vm = any(?))
                    order by id limit ?
                    """;
    private static final String RETIRE =
            """
            insert into retired_relationship (id, last_cycle, retired_at) values (?, ?, ?)
            on conflict (id) do update
            set last_cycle = excluded.last_cycle, retired_at = excluded.retired_at
            """;

    private final Database database;

    RelationshipStore(Database database) {
        this.database = database;
    }

    /** Saves new relationships. */
    public void insert(Collection<Relationship> relationships) {
        database.batch(RelationshipRow.INSERT, relationships, RelationshipRow::bindNew);
    }

    /** Saves what became of relationships that the caller has locked. */
    public void save(Collection<Relationship> relationships) {
        database.batch(RelationshipRow.UPDATE, relationships, RelationshipRow::bindChanged);
    }

    /** Saves what became of one that the caller has locked, and what was agreed anew of it. */
    public void save(Relationship before, Relationship after) {
        save(List.of(after));
        if (!after.agreement().equals(before.agreement())) {
            database.update(
                    RelationshipRow.UPDATE_AGREED,
                    p -> RelationshipRow.bindAgreed(p, after.agreement()));
        }
    }

    /** These, unlocked. */
    public Map<RelationshipId, Relationship> all(Collection<RelationshipId> ids) {
        Map<RelationshipId, Relationship> found = new HashMap<>();
        if (!ids.isEmpty()) {
            database.each(
                    SELECT + "where id = any(?)",
                    p -> p.texts(ids),
                    RelationshipRow::read,
                    relationship -> found.put(relationship.id(), relationship));
        }
        return found;
    }

    /** By which relationship the replica of each of these is copied on, of those that are. */
    public Map<RelationshipId, RelationshipId> extensions(Collection<RelationshipId> ids) {
        Map<RelationshipId, RelationshipId> found = new HashMap<>();
        if (!ids.isEmpty()) {
            database.query(
                            "select extends, id from relationship where extends = any(?)",
                            p -> p.texts(ids),
                            row ->
                                    Map.entry(
                                            new RelationshipId(row.text()),
                                            new RelationshipId(row.text())))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    /**
     * Takes up to {@code limit} relationships whose turn it is, locked until the transaction ends,
     * the earliest deadline first. By index; the rows found are sorted.
     */
    public List<Relationship> claim(Instant now, int limit) {
        return database.query(CLAIM, p -> p.time(now).number(limit), RelationshipRow::read);
    }

    /**
     * Takes up to {@code limit} relationships whose failover is to be looked at, locked until the
     * transaction ends.
     */
    public List<Relationship> claimFailingOver(Instant now, int limit) {
        return database.query(
                CLAIM_FAILING_OVER, p -> p.time(now).number(limit), RelationshipRow::read);
    }

    /** The same for those whose test is to be looked at. */
    public List<Relationship> claimTested(Instant now, int limit) {
        return database.query(CLAIM_TESTED, p -> p.time(now).number(limit), RelationshipRow::read);
    }

    /** When the next relationship is to be looked at; empty when none waits for anything. */
    public Optional<Instant> nextWake() {
        List<Optional<Instant>> found =
                database.query(
                        "select min(wake_at) from relationship where wake_at is not null",
                        _ -> {},
                        row -> Optional.ofNullable(row.optionalTime()));
        return found.getFirst();
    }

    /**
     * Those of these ids, and those that copy from or to these hosts, locked until the transaction
     * ends, in an order that all instances keep.
     */
    public Map<RelationshipId, Relationship> lockConcerned(
            Collection<RelationshipId> ids, Collection<HostId> hosts) {
        Map<RelationshipId, Relationship> found = new LinkedHashMap<>();
        database.each(
                CONCERNED,
                p -> p.texts(ids).texts(hosts).texts(hosts),
                RelationshipRow::read,
                relationship -> found.put(relationship.id(), relationship));
        return found;
    }

    /** One, locked until the transaction ends. */
    public Optional<Relationship> lock(RelationshipId id) {
        return Optional.ofNullable(lockConcerned(Set.of(id), Set.of()).get(id));
    }

    /** One. */
    public Optional<Relationship> find(RelationshipId id) {
        return database
                .query(SELECT + "where id = ?", p -> p.text(id), RelationshipRow::read)
                .stream()
                .findFirst();
    }

    /**
     * At most {@code limit} with an id above {@code after}, by id.
     *
     * @param vm only of this VM; null for all
     * @param host only those that copy to or from this host, or whose VM is among {@code vmsThere};
     *     null for all
     */
    public List<Relationship> page(
            @Nullable VmId vm,
            @Nullable HostId host,
            Collection<VmId> vmsThere,
            String after,
            int limit) {
        return database.query(
                PAGE,
                p ->
                        p.text(after)
                                .text(vm)
                                .text(vm)
                                .text(host)
                                .text(host)
                                .text(host)
                                .texts(vmsThere)
                                .number(limit),
                RelationshipRow::read);
    }

    /** Hands over all of them, in no order. */
    public void each(Consumer<Relationship> consumer) {
        database.each(SELECT, _ -> {}, RelationshipRow::read, consumer);
    }

    /** Those of these ids that exist. */
    public Set<RelationshipId> existing(Collection<RelationshipId> ids) {
        return new HashSet<>(
                database.query(
                        "select id from relationship where id = any(?)",
                        p -> p.texts(ids),
                        row -> new RelationshipId(row.text())));
    }

    /** By which relationship each of these VMs is replicated, of those that are. */
    public Map<VmId, RelationshipId> replicated(Collection<VmId> vms) {
        Map<VmId, RelationshipId> found = new HashMap<>();
        database.query(
                        "select vm, id from relationship where vm = any(?) and extends is null",
                        p -> p.texts(vms),
                        row -> Map.entry(new VmId(row.text()), new RelationshipId(row.text())))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** The last cycle of those of these that were removed. */
    public Map<RelationshipId, CycleNumber> retired(Collection<RelationshipId> ids) {
        Map<RelationshipId, CycleNumber> found = new HashMap<>();
        database.query(
                        "select id, last_cycle from retired_relationship where id = any(?)",
                        p -> p.texts(ids),
                        row ->
                                Map.entry(
                                        new RelationshipId(row.text()),
                                        new CycleNumber(row.number())))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** Removes one with all that is known of it but its last number. */
    public void remove(Relationship relationship, Instant now) {
        RelationshipId id = relationship.id();
        CycleNumber last = relationship.progress().lastCycle();
        if (last != null) {
            database.update(RETIRE, p -> p.text(id).number(last.value()).time(now));
        }
        database.update("delete from link_use where relationship = ?", p -> p.text(id));
        database.update("delete from recovery_point where relationship = ?", p -> p.text(id));
        database.update("delete from ended_cycle where relationship = ?", p -> p.text(id));
        database.update("delete from failover where relationship = ?", p -> p.text(id));
        database.update("delete from replica_test where relationship = ?", p -> p.text(id));
        database.update(
                "delete from failover_group_member where relationship = ?", p -> p.text(id));
        database.update("delete from relationship where id = ?", p -> p.text(id));
    }
}
