package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.move.KeyMove;
import io.berth.keyvault.domain.move.KeyMove.Trouble;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Moves of keys in PostgreSQL. Hard state; takes part in the caller's transaction. */
@ApplicationScoped
public class MoveStore {
    /** Who holds this lock alone lets a move begin; who shares it makes a key. */
    private static final String TARGET = "key-move-target";

    /** Longest text of what holds a move up. */
    private static final int MAX_TROUBLE = 500;

    private static final String SELECT =
            """
            select m.number, m.id, m.target, m.started_by, m.started_at, m.to_move, m.moved, m.ended_at,
                   m.trouble, m.trouble_at,
                   (select count(*) from key_to_erase e where e.kept_in <> m.target) as to_erase
              from key_move m
            """;

    private final Sql sql;

    MoveStore(Sql sql) {
        this.sql = sql;
    }

    /** Until the transaction ends no key is made, and none is being made; no other move begins. */
    public void holdTarget() {
        sql.alone(TARGET);
    }

    /**
     * Where new keys go because keys were moved there; empty when none ever were. Until the
     * transaction ends no other move begins, so that a key that is made in it is either there or
     * found by the move.
     */
    public Optional<Place> shareTarget() {
        sql.query(
                "select pg_advisory_xact_lock_shared(hashtextextended(?, 0))",
                row -> TARGET,
                TARGET);
        return target();
    }

    /** Where the newest move goes, or went; empty when there was none. */
    public Optional<Place> target() {
        return sql.first(
                "select target from key_move order by number desc limit 1",
                row -> new Place(row.getString("target")));
    }

    /** Begins a move. */
    public void start(UUID id, Place to, Principal by) {
        sql.update(
                "insert into key_move (id, target, started_by, to_move) select ?, ?, ?, count(*)"
                        + " from ring_key where kept_in is not null and kept_in <> ?",
                id,
                to.name(),
                by.value(),
                to.name());
    }

    /** The move that has not ended. */
    public Optional<KeyMove> running() {
        return sql.first(SELECT + " where m.ended_at is null", this::move);
    }

    /** A move. */
    public Optional<KeyMove> find(UUID id) {
        return sql.first(SELECT + " where m.id = ?", this::move, id);
    }

    /** At most {@code limit} moves with a number below {@code before}, the newest first. */
    public List<KeyMove> page(long before, int limit) {
        return sql.query(
                SELECT + " where m.number < ? order by m.number desc limit ?",
                this::move,
                before,
                limit);
    }

    private KeyMove move(ResultSet row) throws SQLException {
        Place to = new Place(row.getString("target"));
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        String trouble = row.getString("trouble");
        return new KeyMove(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                to,
                new Principal(row.getString("started_by")),
                Sql.instant(row, "started_at"),
                row.getLong("to_move"),
                row.getLong("moved"),
                ended == null ? null : ended.toInstant(),
                trouble == null ? null : new Trouble(trouble, Sql.instant(row, "trouble_at")),
                ended == null ? left(to) : Map.of(),
                ended == null ? row.getLong("to_erase") : 0);
    }

    private Map<Place, Long> left(Place to) {
        Map<Place, Long> left = new HashMap<>();
        sql.query(
                "select kept_in, count(*) as n from ring_key where kept_in <> ? group by kept_in",
                row -> left.put(new Place(row.getString("kept_in")), row.getLong("n")),
                to.name());
        return left;
    }

    /**
     * At most {@code limit} keys in these places, by ring and version.
     *
     * @param after names a ring and version that come before all of them; empty for the start
     */
    public List<KeyName> keysIn(Collection<Place> places, Optional<KeyName> after, int limit) {
        return sql.query(
                "select ring, version from ring_key where kept_in = any(?) and (ring, version) >"
                        + " (?::varchar collate \"C\", ?) order by ring, version limit ?",
                row ->
                        new KeyName(
                                new RingId(row.getString("ring")),
                                new KeyVersion(row.getLong("version"))),
                places.stream().map(Place::name).toArray(String[]::new),
                after.map(key -> key.ring().value()).orElse(""),
                after.map(key -> key.version().value()).orElse(0L),
                limit);
    }

    /** Counts one more key that was moved. */
    public void moved(UUID id) {
        sql.update("update key_move set moved = moved + 1 where id = ?", id);
    }

    /** Says what holds a move up. */
    public void trouble(UUID id, String what) {
        sql.update(
                "update key_move set trouble = ?, trouble_at = now() where id = ? and ended_at is"
                        + " null",
                what.length() > MAX_TROUBLE ? what.substring(0, MAX_TROUBLE) : what,
                id);
    }

    /** Says that a move has ended, if nothing is left to move or to erase. */
    public boolean end(KeyMove move) {
        return sql.update(
                        "update key_move set ended_at = now(), trouble = null, trouble_at = null"
                            + " where id = ? and ended_at is null and not exists (select from"
                            + " ring_key where kept_in <> key_move.target) and not exists (select"
                            + " from key_to_erase where kept_in <> key_move.target)",
                        move.id())
                == 1;
    }
}
