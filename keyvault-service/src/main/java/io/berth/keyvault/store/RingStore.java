package io.berth.keyvault.store;

import io.agroal.api.AgroalDataSource;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.Ring;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rings and the rows of their keys in PostgreSQL; takes part in the caller's transaction when there
 * is one. Plain SQL: the rows are few and every statement of a call counts.
 */
@ApplicationScoped
public class RingStore {
    /** Any number, the same for all instances: who holds this lock sets the vault up. */
    private static final long SETUP_LOCK = 0x4265_7274_684B_5631L;

    private static final String SELECT =
            "select id, current_version, principals, minimum_version, rotate_after_seconds,"
                    + " revision from ring";

    private final AgroalDataSource dataSource;

    @Inject
    public RingStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Until the transaction ends, no other instance sets the vault up or makes a ring. */
    public void holdSetup() {
        run(
                "select pg_advisory_xact_lock(?)",
                "wait for the set-up of another instance",
                statement -> {
                    statement.setLong(1, SETUP_LOCK);
                    return statement.execute();
                });
    }

    /** A ring. */
    public Optional<Ring> find(RingId id) {
        return one(SELECT + " where id = ?", id);
    }

    /** A ring, locked until the transaction ends. */
    public Optional<Ring> findForChange(RingId id) {
        return one(SELECT + " where id = ? for update", id);
    }

    private Optional<Ring> one(String sql, RingId id) {
        return run(
                sql,
                "read ring " + id,
                statement -> {
                    statement.setString(1, id.value());
                    return rings(statement).stream().findFirst();
                });
    }

    /** At most {@code limit} rings with an id above {@code after}, by id. */
    public List<Ring> page(String after, int limit) {
        return run(
                SELECT + " where id > ? order by id limit ?",
                "list the rings",
                statement -> {
                    statement.setString(1, after);
                    statement.setInt(2, limit);
                    return rings(statement);
                });
    }

    private static List<Ring> rings(PreparedStatement statement) throws SQLException {
        List<Ring> rings = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Array principals = rows.getArray(3);
                rings.add(
                        new Ring(
                                new RingId(rows.getString(1)),
                                new KeyVersion(rows.getInt(2)),
                                Arrays.stream((String[]) principals.getArray())
                                        .map(Principal::new)
                                        .toList(),
                                new KeyVersion(rows.getInt(4)),
                                Duration.ofSeconds(rows.getLong(5)),
                                rows.getLong(6)));
            }
        }
        return rings;
    }

    /** How many rings there are. */
    public long count() {
        return run("select count(*) from ring", "count the rings", RingStore::number);
    }

    /** How old the oldest key is that still protects; empty when there is no ring. */
    public Optional<Duration> oldestCurrentKey() {
        return run(
                "select extract(epoch from now() - min(k.created_at)) from ring r"
                        + " join ring_key k on k.ring = r.id and k.version = r.current_version",
                "read the age of the keys",
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        double seconds = rows.getDouble(1);
                        return rows.wasNull()
                                ? Optional.empty()
                                : Optional.of(Duration.ofMillis((long) (seconds * 1000)));
                    }
                });
    }

    /**
     * How long the longest overdue key protects beyond what its ring allows; zero when none does.
     */
    public Duration longestOverdue() {
        return run(
                "select coalesce(max(greatest(extract(epoch from now() - k.created_at) -"
                        + " r.rotate_after_seconds, 0)), 0) from ring r join ring_key k on k.ring ="
                        + " r.id and k.version = r.current_version",
                "read how long keys are overdue",
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        return Duration.ofMillis((long) (rows.getDouble(1) * 1000));
                    }
                });
    }

    /** Saves a new ring with its first key, whose bytes are kept already. */
    public void insert(Ring ring, Place keptIn) {
        run(
                "insert into ring (id, current_version, principals, rotate_after_seconds) values"
                        + " (?, ?, ?, ?)",
                "save ring " + ring.id(),
                statement -> {
                    statement.setString(1, ring.id().value());
                    statement.setInt(2, number(ring.current()));
                    statement.setArray(3, principals(statement.getConnection(), ring));
                    statement.setLong(4, ring.rotateAfter().toSeconds());
                    return statement.executeUpdate();
                });
        insertKey(ring.id(), ring.current(), keptIn);
    }

    private static Array principals(Connection connection, Ring ring) throws SQLException {
        return connection.createArrayOf(
                "text", ring.principals().stream().map(Principal::value).toArray());
    }

    /** Saves the rules of a ring. */
    public void saveRules(Ring ring) {
        run(
                "update ring set principals = ?, minimum_version = ?, rotate_after_seconds = ?,"
                        + " revision = ? where id = ?",
                "save the rules of ring " + ring.id(),
                statement -> {
                    statement.setArray(1, principals(statement.getConnection(), ring));
                    statement.setInt(2, number(ring.minimum()));
                    statement.setLong(3, ring.rotateAfter().toSeconds());
                    statement.setLong(4, ring.revision());
                    statement.setString(5, ring.id().value());
                    return statement.executeUpdate();
                });
    }

    /** Saves a ring's next key, whose bytes are kept already and which protects from now on. */
    public void rotate(RingId ring, KeyVersion to, Place keptIn) {
        insertKey(ring, to, keptIn);
        run(
                "update ring set current_version = ? where id = ?",
                "rotate ring " + ring,
                statement -> {
                    statement.setInt(1, number(to));
                    statement.setString(2, ring.value());
                    return statement.executeUpdate();
                });
    }

    private void insertKey(RingId ring, KeyVersion version, Place keptIn) {
        run(
                "insert into ring_key (ring, version, kept_in) values (?, ?, ?)",
                "save a key of ring " + ring,
                statement -> {
                    statement.setString(1, ring.value());
                    statement.setInt(2, number(version));
                    statement.setString(3, keptIn.name());
                    return statement.executeUpdate();
                });
    }

    /** The newest key of all rings, by which an instance tries itself; empty without a ring. */
    public Optional<Ring> newestRing() {
        return run(
                SELECT
                        + " where id = (select r.id from ring r join ring_key k on k.ring = r.id"
                        + " and k.version = r.current_version order by k.created_at desc, r.id"
                        + " limit 1)",
                "read the newest key",
                statement -> rings(statement).stream().findFirst());
    }

    /**
     * Takes uses of a key for good.
     *
     * @param limit most uses of one key
     * @return whether so many were left; if not, none is taken
     */
    public boolean reserveUses(RingId ring, KeyVersion version, long uses, long limit) {
        return run(
                "update ring_key set uses_reserved = uses_reserved + ? where ring = ? and version ="
                        + " ? and uses_reserved + ? <= ?",
                "reserve uses of a key of ring " + ring,
                statement -> {
                    statement.setLong(1, uses);
                    statement.setString(2, ring.value());
                    statement.setInt(3, number(version));
                    statement.setLong(4, uses);
                    statement.setLong(5, limit);
                    return statement.executeUpdate() == 1;
                });
    }

    private static int number(KeyVersion version) {
        return Math.toIntExact(version.value());
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Fills in a statement, runs it and reads what it gives. */
    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, String purpose, Use<T> use) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return use.of(statement);
        } catch (SQLException e) {
            throw new StoreException("Cannot " + purpose, e);
        }
    }
}
