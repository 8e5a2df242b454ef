package io.berth.replica.store;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.test.ReplicaTest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The newest tests of each relationship, in the caller's transaction. Whoever changes one has
 * locked the row of its relationship.
 */
@ApplicationScoped
public class TestStore {
    /** Tests of a relationship that are kept: one a week for two years. */
    static final int KEPT = 104;

    private static final String SELECT = "select " + TestRow.COLUMNS + " from replica_test ";

    /** As of the index {@code replica_test_open}. */
    private static final String OPEN = "step <> 'CLOSED'";

    private final Database database;

    TestStore(Database database) {
        this.database = database;
    }

    /** One; empty when there is none. */
    public Optional<ReplicaTest> find(CommandId id) {
        return database.query(SELECT + "where id = ?", p -> p.text(id), TestRow::read).stream()
                .findFirst();
    }

    /** At most {@code limit} of a relationship with a number below {@code before}, newest first. */
    public List<ReplicaTest> page(RelationshipId relationship, long before, int limit) {
        return database.query(
                SELECT + "where relationship = ? and number < ? order by number desc limit ?",
                p -> p.text(relationship).number(before).number(limit),
                TestRow::read);
    }

    /** The newest of a relationship that has shown something. */
    public Optional<ReplicaTest> newestResult(RelationshipId relationship) {
        return database
                .query(
                        SELECT
                                + "where relationship = ? and outcome is not null"
                                + " order by number desc limit 1",
                        p -> p.text(relationship),
                        TestRow::read)
                .stream()
                .findFirst();
    }

    /** The open one of a VM; by a unique index it has one at most. */
    public Optional<ReplicaTest> openOf(VmId vm) {
        return database
                .query(SELECT + "where " + OPEN + " and vm = ?", p -> p.text(vm), TestRow::read)
                .stream()
                .findFirst();
    }

    /** The open ones of these relationships. */
    public List<ReplicaTest> openOf(Collection<RelationshipId> relationships) {
        return relationships.isEmpty()
                ? List.of()
                : database.query(
                        SELECT + "where " + OPEN + " and relationship = any(?)",
                        p -> p.texts(relationships),
                        TestRow::read);
    }

    /** The open ones at these hosts. */
    public List<ReplicaTest> openAt(Collection<HostId> hosts) {
        return hosts.isEmpty()
                ? List.of()
                : database.query(
                        SELECT + "where " + OPEN + " and host = any(?)",
                        p -> p.texts(hosts),
                        TestRow::read);
    }

    /** When the next one is to be looked at; empty when none is open. */
    public Optional<Instant> nextWake() {
        List<Optional<Instant>> found =
                database.query(
                        "select min(wake_at) from replica_test where wake_at is not null",
                        _ -> {},
                        row -> Optional.ofNullable(row.optionalTime()));
        return found.getFirst();
    }

    /** The open ones of these relationships are to be looked at now. */
    public void wake(Collection<RelationshipId> relationships, Instant now) {
        if (!relationships.isEmpty()) {
            database.update(
                    "update replica_test set wake_at = ? where wake_at > ?"
                            + " and relationship = any(?)",
                    p -> p.time(now).time(now).texts(relationships));
        }
    }

    /** The number of the next test of a relationship, whose row is locked. */
    public long nextNumber(RelationshipId relationship) {
        return 1
                + database.query(
                                "select coalesce(max(number), 0) from replica_test"
                                        + " where relationship = ?",
                                p -> p.text(relationship),
                                Columns::number)
                        .getFirst();
    }

    /** Saves a new one, or what became of it; of its relationship's the oldest are dropped. */
    public void save(ReplicaTest test) {
        database.batch(TestRow.UPSERT, List.of(test), TestRow::bind);
        database.update(
                "delete from replica_test where relationship = ? and number <= ?",
                p -> p.text(test.order().relationship()).number(test.order().number() - KEPT));
    }
}
