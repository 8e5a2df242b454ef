package io.berth.inventory.store.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.agroal.api.AgroalDataSource;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.Change;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Removal;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.PastChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looking back at changes, and forgetting the oldest. */
@ApplicationScoped
public class HistoryStore {
    /** Changes forgotten in one transaction, so that none takes long. */
    static final int FORGOTTEN_AT_ONCE = 5_000;

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
    private static final Set<String> IGNORED = Set.of("revision");
    private static final String FORGET =
            "delete from change where number in (select number from change where changed_at < ?"
                    + " order by changed_at limit "
                    + FORGOTTEN_AT_ONCE
                    + ")";

    private final AgroalDataSource dataSource;

    HistoryStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Which changes; absent parts leave it open.
     *
     * @param since made then or later
     */
    public record Wanted(
            @Nullable EntityKind kind,
            @Nullable String id,
            @Nullable String by,
            @Nullable Instant since) {}

    /** At most {@code limit} changes with a number below {@code before}, the newest first. */
    public List<PastChange> find(Wanted wanted, long before, int limit) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder where = new StringBuilder("number < ?");
        parameters.add(before);
        EntityKind kind = wanted.kind();
        Instant since = wanted.since();
        and(where, parameters, "kind = ?", kind == null ? null : kind.label());
        and(where, parameters, "id = ?", wanted.id());
        and(where, parameters, "changed_by = ?", wanted.by());
        and(where, parameters, "changed_at >= ?", since == null ? null : utc(since));
        String sql =
                """
                select made.number, made.kind, made.id, made.revision, made.operation,
                       made.changed_at, made.changed_by, made.state, earlier.state
                  from (select * from change where %s order by number desc limit %d) made
                  left join lateral (
                       select state from change past
                        where past.kind = made.kind and past.id = made.id
                          and past.number < made.number
                        order by past.number desc limit 1) earlier on true
                 order by made.number desc
                """
                        .formatted(where, limit);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                select.setObject(i + 1, parameters.get(i));
            }
            List<PastChange> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    EntityKind.labelled(row.getString(2))
                            .ifPresent(known -> {
                                try {
                                    found.add(read(row, known));
                                } catch (SQLException e) {
                                    throw new EstateStoreException("read the history", e);
                                }
                            });
                }
            }
            return found;
        } catch (SQLException e) {
            throw new EstateStoreException("look back", e);
        }
    }

    /** When and by whom something was removed; empty when it exists, or never did. */
    public Optional<Removal> removal(EntityKind kind, String id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                """
                                select gone.removed_at, last.changed_by
                                  from register gone
                                  left join lateral (
                                       select changed_by from change
                                        where kind = gone.kind and id = gone.id
                                          and operation = 'removed'
                                        order by number desc limit 1) last on true
                                 where gone.kind = ? and gone.id = ?
                                   and gone.removed_at is not null
                                """)) {
            select.setString(1, kind.label());
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String by = row.getString(2);
                return Optional.of(
                        new Removal(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                by == null ? null : new Principal(by)));
            }
        } catch (SQLException e) {
            throw new EstateStoreException("look for a removal", e);
        }
    }

    private static void and(
            StringBuilder where,
            List<Object> parameters,
            String condition,
            @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            parameters.add(value);
        }
    }

    private static PastChange read(ResultSet row, EntityKind kind) throws SQLException {
        Change.Operation operation =
                Change.Operation.valueOf(row.getString(5).toUpperCase(Locale.ROOT));
        String before = row.getString(9);
        List<Difference> differences =
                operation == Change.Operation.CHANGED && before != null
                        ? Difference.between(fields(before), fields(row.getString(8)), IGNORED)
                        : List.of();
        return new PastChange(
                new Change(
                        row.getLong(1),
                        kind,
                        row.getString(3),
                        new Revision(row.getLong(4)),
                        operation,
                        row.getObject(6, OffsetDateTime.class).toInstant(),
                        new Principal(row.getString(7))),
                differences);
    }

    /** Forgets changes that are older, a bounded number; returns how many. */
    public int forgetBefore(Instant time) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setObject(1, utc(time));
            return forget.executeUpdate();
        } catch (SQLException e) {
            throw new EstateStoreException("forget old changes", e);
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Map<String, Object> fields(String json) {
        try {
            return EventCodec.JSON.readValue(json, FIELDS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
