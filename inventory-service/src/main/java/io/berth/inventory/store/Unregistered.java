package io.berth.inventory.store;

import io.berth.inventory.domain.EntityKind;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of a kind with a table of its own that the register lacks, as an older build left them.
 * Works in the caller's transaction.
 */
@ApplicationScoped
public class Unregistered {
    private static final String MISSING =
            """
            select e.id as id from %s e
             where e.id > ? and not exists (select 1 from register r
                   where r.kind = ? and r.id = e.id and r.removed_at is null)
             order by e.id limit ? for update of e
            """;

    /** Their ids are numbers; there are few. */
    private static final String MISSING_GROUPS =
            """
            select e.id::varchar as id from management_group e
             where e.id > ?::bigint and not exists (select 1 from register r
                   where r.kind = ? and r.id = e.id::varchar and r.removed_at is null)
             order by e.id limit ? for update of e
            """;

    private final Sql sql;

    Unregistered(Sql sql) {
        this.sql = sql;
    }

    /** Where the first batch of a kind begins. */
    public static String beginning(EntityKind kind) {
        return kind == EntityKind.MANAGEMENT_GROUP ? "-1" : "";
    }

    /**
     * Ids above {@code after} that the register lacks, in their order. The rows are locked until
     * the transaction ends, so that nobody announces them meanwhile; one that somebody announced
     * while the lock was waited for is left out by {@link #stillMissing}.
     *
     * @param table of the kind
     */
    public List<String> after(EntityKind kind, String table, String after, int limit) {
        String statement =
                kind == EntityKind.MANAGEMENT_GROUP ? MISSING_GROUPS : MISSING.formatted(table);
        return sql.query(statement, row -> row.getString("id"), after, kind.label(), limit);
    }

    /** Those of the ids that the register lacks even now. */
    public List<String> stillMissing(EntityKind kind, List<String> ids) {
        Set<String> there =
                new HashSet<>(
                        sql.query(
                                "select id from register where kind = ? and removed_at is null and"
                                        + " id = any(?)",
                                row -> row.getString("id"),
                                kind.label(),
                                ids.toArray(String[]::new)));
        return ids.stream().filter(id -> !there.contains(id)).toList();
    }
}
