package io.berth.inventory.store.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.agroal.api.AgroalDataSource;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.FoundEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Searching the register by words and by the value of any field. */
@ApplicationScoped
public class RegisterSearch {
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final AgroalDataSource dataSource;

    RegisterSearch(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What is searched for; all parts hold together.
     *
     * @param words beginnings of words, letters and digits only; none to leave them out
     * @param kind of this kind only; null for all
     * @param anyOf states hold one of these fragments; none to leave it out
     * @param removed what is removed instead of what exists
     */
    public record Wanted(
            List<String> words,
            @Nullable EntityKind kind,
            List<Map<String, Object>> anyOf,
            boolean removed) {
        /** Copies the lists. */
        public Wanted {
            words = List.copyOf(words);
            anyOf = List.copyOf(anyOf);
        }
    }

    /**
     * At most {@code limit} entities by kind and id.
     *
     * @param afterKind the label of the kind after which it begins; empty for the first part
     */
    public List<FoundEntity> find(Wanted wanted, String afterKind, String afterId, int limit) {
        List<Object> parameters = new ArrayList<>();
        String sql = sql(wanted, parameters);
        parameters.add(afterKind);
        parameters.add(afterId);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                sql
                                        + " and (kind, id) > (?, ?) order by kind, id limit "
                                        + limit)) {
            for (int i = 0; i < parameters.size(); i++) {
                select.setObject(i + 1, parameters.get(i));
            }
            List<FoundEntity> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    EntityKind kind = EntityKind.labelled(row.getString(1)).orElse(null);
                    OffsetDateTime removedAt = row.getObject(4, OffsetDateTime.class);
                    if (kind != null) {
                        found.add(
                                new FoundEntity(
                                        kind,
                                        row.getString(2),
                                        EventCodec.JSON.readValue(row.getString(3), FIELDS),
                                        removedAt == null ? null : removedAt.toInstant()));
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            throw new EstateStoreException("search", e);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sql(Wanted wanted, List<Object> parameters) {
        StringBuilder sql =
                new StringBuilder(
                                "select kind, id, state, removed_at from register where removed_at")
                        .append(wanted.removed() ? " is not null" : " is null");
        EntityKind kind = wanted.kind();
        if (kind != null) {
            sql.append(" and kind = ?");
            parameters.add(kind.label());
        }
        if (!wanted.words().isEmpty()) {
            sql.append(" and register_words(state) @@ to_tsquery('simple', ?)");
            parameters.add(
                    wanted.words().stream()
                            .map(word -> word + ":*")
                            .collect(Collectors.joining(" & ")));
        }
        if (!wanted.anyOf().isEmpty()) {
            sql.append(
                    wanted.anyOf().stream()
                            .map(_ -> "state @> ?::jsonb")
                            .collect(Collectors.joining(" or ", " and (", ")")));
            wanted.anyOf().forEach(fragment -> parameters.add(json(fragment)));
        }
        return sql.toString();
    }

    private static String json(Object value) {
        try {
            return EventCodec.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
