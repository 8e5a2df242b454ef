package io.berth.inventory.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.agroal.api.AgroalDataSource;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.store.lists.ListQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.PUT;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest state of every entity, just as it was announced, and the history of how it came to be.
 * Hard state. Kinds whose rules need joins have tables of their own beside it; all others live here
 * alone, as the record that the other services read.
 *
 * <p>Every method works in the caller's transaction.
 */
@ApplicationScoped
public class Register {
    /**
     * Saves and notes many states in one statement. Its parts see the register as it was before, so
     * that what is not there yet is created.
     */
    private static final String PUT =
            """
            with fresh as (
                select * from unnest(?::varchar[], ?::varchar[], ?::bigint[], ?::text[])
                         with ordinality as rows (kind, id, revision, state, place)),
            noted as (
                insert into change (kind, id, revision, operation, changed_at, changed_by, state)
                select fresh.kind, fresh.id, fresh.revision,
                       case when known.id is null then 'created' else 'changed' end,
                       ?, ?, fresh.state::jsonb
                  from fresh left join register known
                    on known.kind = fresh.kind and known.id = fresh.id
                   and known.removed_at is null
                 order by fresh.place)
            insert into register (kind, id, revision, state)
            select kind, id, revision, state::jsonb from fresh
                on conflict (kind, id) do update
               set revision = excluded.revision, state = excluded.state, removed_at = null
            """;

    private static final String REMOVE =
            "update register set removed_at = ? where kind = ? and id = ?";
    private static final String NOTE_REMOVAL =
            "insert into change (kind, id, revision, operation, changed_at, changed_by, state)"
                    + " values (?, ?, ?, 'removed', ?, ?, ?::jsonb)";

    /** States that one statement saves: the way to the database is short beside its work. */
    private static final int BATCH = 1000;

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final AgroalDataSource dataSource;

    Register(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How a transaction holds an entity until it ends. */
    public enum Hold {
        /** It stays as it is; others may rely on it at the same time. */
        SHARED(" for share"),
        /** It is going to be changed. */
        EXCLUSIVE(" for update");

        private final String clause;

        Hold(String clause) {
            this.clause = clause;
        }
    }

    /** Saves states that are new or have changed, and notes the changes in their order. */
    public void put(List<? extends InventoryState> states, Instant at, Principal by) {
        if (states.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement put = connection.prepareStatement(PUT)) {
            Map<Key, InventoryState> batch = new LinkedHashMap<>();
            for (InventoryState state : states) {
                Key key = Key.of(state);
                // One statement saves a row once: a second state of the same entity comes later.
                if (batch.size() == BATCH || batch.containsKey(key)) {
                    put(connection, put, batch, at, by);
                    batch.clear();
                }
                batch.put(key, state);
            }
            put(connection, put, batch, at, by);
        } catch (SQLException e) {
            throw new RegisterException("save " + states.size() + " states", e);
        }
    }

    private static void put(
            Connection connection,
            PreparedStatement put,
            Map<Key, InventoryState> batch,
            Instant at,
            Principal by)
            throws SQLException {
        List<String> kinds = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<Long> revisions = new ArrayList<>();
        List<String> states = new ArrayList<>();
        batch.forEach((key, state) -> {
            kinds.add(key.kind);
            ids.add(key.id);
            revisions.add(state.revision());
            states.add(Json.write(state));
        });
        put.setArray(1, connection.createArrayOf("varchar", kinds.toArray()));
        put.setArray(2, connection.createArrayOf("varchar", ids.toArray()));
        put.setArray(3, connection.createArrayOf("bigint", revisions.toArray()));
        put.setArray(4, connection.createArrayOf("text", states.toArray()));
        put.setObject(5, at.atOffset(ZoneOffset.UTC));
        put.setString(6, by.value());
        put.executeUpdate();
    }

    /**
     * Marks an entity as removed and notes it; its last state stays.
     *
     * @param last its last state
     */
    public void remove(InventoryState last, Instant at, Principal by) {
        Key key = Key.of(last);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement remove = connection.prepareStatement(REMOVE);
                PreparedStatement note = connection.prepareStatement(NOTE_REMOVAL)) {
            remove.setObject(1, at.atOffset(ZoneOffset.UTC));
            remove.setString(2, key.kind);
            remove.setString(3, key.id);
            remove.executeUpdate();
            note.setString(1, key.kind);
            note.setString(2, key.id);
            note.setLong(3, last.revision());
            note.setObject(4, at.atOffset(ZoneOffset.UTC));
            note.setString(5, by.value());
            note.setString(6, Json.write(last));
            note.executeUpdate();
        } catch (SQLException e) {
            throw new RegisterException("remove " + last.partitionKey(), e);
        }
    }

    /** The newest state of an entity that exists. */
    public <S extends InventoryState> Optional<S> find(Class<S> type, String id) {
        return query(type, " and id = ?", " order by id", id).stream().findFirst();
    }

    /** The newest state of an entity that exists, held until the transaction ends. */
    public <S extends InventoryState> Optional<S> hold(Class<S> type, String id, Hold hold) {
        return query(type, " and id = ?", hold.clause, id).stream().findFirst();
    }

    /** The newest states of those of these entities that exist, by id. */
    public <S extends InventoryState> Map<String, S> find(Class<S> type, Collection<String> ids) {
        return byId(type, ids, " order by id");
    }

    /** The same, held as they are until the transaction ends. */
    public <S extends InventoryState> Map<String, S> hold(Class<S> type, Collection<String> ids) {
        return byId(type, ids, " order by id" + Hold.SHARED.clause);
    }

    private <S extends InventoryState> Map<String, S> byId(
            Class<S> type, Collection<String> ids, String ending) {
        Map<String, S> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            for (S state :
                    query(type, " and id = any(?)", ending, (Object) ids.toArray(String[]::new))) {
                found.put(Key.of(state).id, state);
            }
        }
        return found;
    }

    /**
     * All entities of a kind whose state holds these fields with these values, in the order of
     * their ids.
     *
     * @param fields as JSON has them, such as {@code Map.of("array", "san-1")}
     */
    public <S extends InventoryState> List<S> having(Class<S> type, Map<String, ?> fields) {
        return query(type, " and state @> ?::jsonb", " order by id", Json.write(fields));
    }

    /** All entities of a kind, in the order of their ids. */
    public <S extends InventoryState> List<S> all(Class<S> type) {
        return query(type, "", " order by id");
    }

    /**
     * A part of the list of a kind; attributes are paths in its state, such as {@code spec.memory}.
     */
    public <S extends InventoryState> List<S> list(Class<S> type, ListQuery query) {
        List<Object> parameters = new ArrayList<>();
        String ending = query.sql(Json::write, parameters);
        return query(type, "", ending, parameters.toArray());
    }

    /** At most {@code limit} entities of a kind with an id above {@code after}, by id. */
    public <S extends InventoryState> List<S> page(Class<S> type, String after, int limit) {
        return query(type, " and id > ?", " order by id limit " + limit, after);
    }

    /**
     * The revision of an entity that is about to be created: the first one, or the next one where
     * it existed before, so that a revision never means two states.
     */
    public Revision firstRevision(EntityKind kind, String id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select revision from register where kind = ? and id = ?")) {
            select.setString(1, kind.label());
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Revision(row.getLong(1)).next() : Revision.FIRST;
            }
        } catch (SQLException e) {
            throw new RegisterException("look for " + kind.label() + "/" + id, e);
        }
    }

    /** As {@link #firstRevision}, for many; only those that existed before are named. */
    public Map<String, Revision> revisionsAfterRemoval(EntityKind kind, Collection<String> ids) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select id, revision from register where kind = ? and id = any(?)"
                                        + " and removed_at is not null")) {
            select.setString(1, kind.label());
            select.setArray(2, connection.createArrayOf("varchar", ids.toArray()));
            Map<String, Revision> revisions = new LinkedHashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    revisions.put(row.getString(1), new Revision(row.getLong(2)).next());
                }
            }
            return revisions;
        } catch (SQLException e) {
            throw new RegisterException("look for removed " + kind.noun() + "s", e);
        }
    }

    /** How many entities of each kind exist. */
    public Map<EntityKind, Long> count() {
        Map<String, EntityKind> kinds = new LinkedHashMap<>();
        Map<EntityKind, Long> counts = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            kinds.put(kind.label(), kind);
            counts.put(kind, 0L);
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select kind, count(*) from register where removed_at is null"
                                        + " group by kind");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                EntityKind kind = kinds.get(row.getString(1));
                if (kind != null) {
                    counts.put(kind, row.getLong(2));
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new RegisterException("count", e);
        }
    }

    private <S extends InventoryState> List<S> query(
            Class<S> type, String condition, String ending, Object... parameters) {
        String sql =
                "select state from register where kind = ? and removed_at is null"
                        + condition
                        + ending;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, EntityKind.of(type).label());
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(
                        i + 2,
                        parameters[i] instanceof String[] texts
                                ? connection.createArrayOf("varchar", texts)
                                : parameters[i]);
            }
            List<S> states = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.add(Json.read(row.getString(1), type));
                }
            }
            return states;
        } catch (SQLException e) {
            throw new RegisterException("read " + type.getSimpleName(), e);
        }
    }

    /**
     * The fields of a state as JSON has them: texts, numbers, booleans, lists and maps of those.
     */
    public static Map<String, Object> fields(Object state) {
        return EventCodec.JSON.convertValue(state, FIELDS);
    }

    /** The id of an entity. */
    public static String idOf(InventoryState state) {
        return Key.of(state).id;
    }

    /** Where an entity stands: its partition key is {@code kind/id}. */
    private record Key(String kind, String id) {
        static Key of(InventoryState state) {
            String key = state.partitionKey();
            int slash = key.indexOf('/');
            return new Key(key.substring(0, slash), key.substring(slash + 1));
        }
    }

    /** The database did not do what was asked; the cause tells lost races apart. */
    static final class RegisterException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RegisterException(String what, SQLException cause) {
            super("the register could not " + what, cause);
        }
    }
}
