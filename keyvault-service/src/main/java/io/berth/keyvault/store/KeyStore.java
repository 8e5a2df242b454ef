package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Place;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lives of keys in PostgreSQL. Hard state; takes part in the caller's transaction when there is
 * one. Who changes a key holds the lock of its ring.
 */
@ApplicationScoped
public class KeyStore {
    /** The state of a key that opens; whether it protects too, its ring says. */
    private static final String OPEN = "OPEN";

    private static final String SELECT =
            """
            select k.ring, k.version, k.state, k.created_at, n.created_at as superseded_at,
                   k.state_since, k.state_by, k.destroy_at, k.forced, k.uses_reserved,
                   r.current_version
              from ring_key k
              join ring r on r.id = k.ring
              left join lateral (select created_at from ring_key
                  where ring = k.ring and version > k.version order by version limit 1) n on true
            """;

    private final Sql sql;

    KeyStore(Sql sql) {
        this.sql = sql;
    }

    /** Bytes of a key that nobody needs any more, and that may still be there. */
    public record Leftover(KeyName key, Place place) {}

    /** The time by the clock that all instances share. */
    public Instant now() {
        return sql.first("select now() as now", row -> Sql.instant(row, "now")).orElseThrow();
    }

    /** The life of a key. */
    public Optional<KeyLife> find(RingId ring, KeyVersion version) {
        return sql.first(
                SELECT + " where k.ring = ? and k.version = ?",
                KeyStore::life,
                ring.value(),
                version.value());
    }

    /**
     * At most {@code limit} keys of a ring with a version below {@code before}, the newest first.
     */
    public List<KeyLife> page(RingId ring, long before, int limit) {
        return sql.query(
                SELECT + " where k.ring = ? and k.version < ? order by k.version desc limit ?",
                KeyStore::life,
                ring.value(),
                before,
                limit);
    }

    /** Those of these keys of a ring that open nothing, whatever is held in memory. */
    public Map<KeyVersion, KeyLife> closed(RingId ring, Collection<KeyVersion> versions) {
        Map<KeyVersion, KeyLife> closed = new HashMap<>();
        if (!versions.isEmpty()) {
            sql.query(
                            SELECT
                                    + " where k.ring = ? and k.state <> 'OPEN'"
                                    + " and k.version = any(?::text[]::integer[])",
                            KeyStore::life,
                            ring.value(),
                            versions.stream().map(KeyVersion::toString).toArray(String[]::new))
                    .forEach(life -> closed.put(life.version(), life));
        }
        return closed;
    }

    /** Those of these keys that no instance may hold in memory any more. */
    public List<KeyName> notToHold(List<KeyName> held) {
        if (held.isEmpty()) {
            return List.of();
        }
        return sql.query(
                "select h.ring, h.version from unnest(?::text[], ?::text[]::integer[]) as h (ring,"
                        + " version) left join ring_key k on k.ring = h.ring and k.version ="
                        + " h.version left join ring r on r.id = h.ring where k.state is distinct"
                        + " from 'OPEN' or h.version < r.minimum_version",
                KeyStore::name,
                held.stream().map(name -> name.ring().value()).toArray(String[]::new),
                held.stream().map(name -> name.version().toString()).toArray(String[]::new));
    }

    /** Keys whose time to be erased has come, the longest overdue first. */
    public List<KeyName> due(int limit) {
        return sql.query(
                "select ring, version from ring_key where state = 'DESTRUCTION_SCHEDULED' and"
                        + " destroy_at <= now() order by destroy_at limit ?",
                KeyStore::name,
                limit);
    }

    /** How many keys there are in each state; {@code CURRENT} and {@code OPENS_ONLY} apart. */
    public Map<KeyState, Long> count() {
        Map<KeyState, Long> counts = new HashMap<>();
        sql.query(
                "select case when k.state <> 'OPEN' then k.state when r.current_version ="
                        + " k.version then 'CURRENT' else 'OPENS_ONLY' end as state, count(*) as n"
                        + " from ring_key k join ring r on r.id = k.ring group by 1",
                row -> counts.put(KeyState.valueOf(row.getString("state")), row.getLong("n")));
        return counts;
    }

    /** Saves where a key stands now; the bytes of a destroyed one wait to be erased. */
    public void save(KeyLife life) {
        boolean destroyed = life.state() == KeyState.DESTROYED;
        if (destroyed) {
            leave(new KeyName(life.ring(), life.version()));
        }
        Principal by = life.by();
        sql.update(
                "update ring_key set state = ?, state_since = ?, state_by = ?, destroy_at ="
                    + " ?::timestamptz, forced = ?, kept_in = case when ? then null else kept_in"
                    + " end where ring = ? and version = ?",
                life.state().opens() ? OPEN : life.state().name(),
                life.since(),
                by == null ? null : by.value(),
                text(life.destroyAt()),
                life.forced(),
                destroyed,
                life.ring().value(),
                life.version().value());
    }

    /** Where the bytes of a key are; empty when it has none, or there is no such key. */
    public Optional<Place> keptIn(KeyName key) {
        return sql.first(
                "select kept_in from ring_key where ring = ? and version = ? and kept_in is not"
                        + " null",
                row -> new Place(row.getString("kept_in")),
                key.ring().value(),
                key.version().value());
    }

    /**
     * Says that the bytes of a key are in another place now, in which they are kept already. Where
     * they were they wait to be erased.
     */
    public void keepIn(KeyName key, Place to) {
        leave(key);
        forgetLeftover(new Leftover(key, to));
        sql.update(
                "update ring_key set kept_in = ? where ring = ? and version = ? and kept_in is not"
                        + " null",
                to.name(),
                key.ring().value(),
                key.version().value());
    }

    private void leave(KeyName key) {
        sql.update(
                "insert into key_to_erase (ring, version, kept_in) select ring, version, kept_in"
                        + " from ring_key where ring = ? and version = ? and kept_in is not null on"
                        + " conflict do nothing",
                key.ring().value(),
                key.version().value());
    }

    /** What is to be erased in these places, the oldest first. */
    public List<Leftover> leftovers(Collection<Place> places, int limit) {
        return sql.query(
                "select ring, version, kept_in from key_to_erase where kept_in = any(?) order by"
                        + " since, ring, version limit ?",
                row -> new Leftover(name(row), new Place(row.getString("kept_in"))),
                places.stream().map(Place::name).toArray(String[]::new),
                limit);
    }

    /** How many keys are still to be erased somewhere. */
    public long countLeftovers() {
        return sql.first("select count(*) as n from key_to_erase", row -> row.getLong("n"))
                .orElseThrow();
    }

    /** Says that nothing is left of a key in a place. */
    public void forgetLeftover(Leftover leftover) {
        sql.update(
                "delete from key_to_erase where ring = ? and version = ? and kept_in = ?",
                leftover.key().ring().value(),
                leftover.key().version().value(),
                leftover.place().name());
    }

    private static KeyName name(ResultSet row) throws SQLException {
        return new KeyName(
                new RingId(row.getString("ring")), new KeyVersion(row.getLong("version")));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static KeyLife life(ResultSet row) throws SQLException {
        String state = row.getString("state");
        long version = row.getLong("version");
        String by = row.getString("state_by");
        return new KeyLife(
                new RingId(row.getString("ring")),
                new KeyVersion(version),
                state.equals(OPEN)
                        ? version == row.getLong("current_version")
                                ? KeyState.CURRENT
                                : KeyState.OPENS_ONLY
                        : KeyState.valueOf(state),
                Sql.instant(row, "created_at"),
                instant(row, "superseded_at"),
                Sql.instant(row, "state_since"),
                by == null ? null : new Principal(by),
                instant(row, "destroy_at"),
                row.getBoolean("forced"),
                row.getLong("uses_reserved"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Rings whose current key is older than they allow, and that key. */
    public List<KeyName> tooOld(int limit) {
        return sql.query(
                "select r.id, r.current_version from ring r join ring_key k on k.ring = r.id and"
                        + " k.version = r.current_version where k.created_at + make_interval(secs"
                        + " => r.rotate_after_seconds) <= now() order by k.created_at limit ?",
                row -> new KeyName(new RingId(row.getString(1)), new KeyVersion(row.getLong(2))),
                limit);
    }
}
