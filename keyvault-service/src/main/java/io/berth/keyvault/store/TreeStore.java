package io.berth.keyvault.store;

import io.berth.keyvault.domain.access.Acl;
import io.berth.keyvault.domain.access.Entry;
import io.berth.keyvault.domain.access.ObjectClass;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Scope;
import io.berth.keyvault.domain.access.Trustee;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The container, the group object and the entries that stand on them, in PostgreSQL. Hard state;
 * takes part in the caller's transaction when there is one.
 */
@ApplicationScoped
public class TreeStore {
    /** Most entries that are read; more are not looked at, and so grant nothing. */
    private static final int MAX_ENTRIES = 256;

    private final Sql sql;

    TreeStore(Sql sql) {
        this.sql = sql;
    }

    private record Standing(ObjectClass object, Entry entry) {}

    /** Until the transaction ends, no other instance makes the container. */
    public void holdSetup() {
        sql.alone("container");
    }

    /** The name of the container; empty before it is made. */
    public Optional<String> container() {
        return sql.first(
                "select dn from container_object where object = 'CONTAINER'",
                row -> row.getString("dn"));
    }

    /** Makes the container with these entries. */
    public void insertContainer(String dn, List<Entry> entries) {
        sql.update("insert into container_object (object, dn) values ('CONTAINER', ?)", dn);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            sql.update(
                    "insert into container_entry (object, position, trustee, rights, scope,"
                            + " classes) values ('CONTAINER', ?, ?, ?::text[], ?, ?::text[])",
                    i,
                    entry.trustee().name(),
                    names(entry.rights()),
                    entry.scope().name(),
                    names(entry.classes()));
        }
    }

    private static String[] names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).sorted().toArray(String[]::new);
    }

    /** What stands on the container, and on the group object below it. */
    public Acl acl(ObjectClass object) {
        Map<ObjectClass, List<Entry>> entries =
                sql
                        .query(
                                "select object, trustee, rights, scope, classes from"
                                        + " container_entry order by object, position limit ?",
                                TreeStore::standing,
                                MAX_ENTRIES)
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Standing::object,
                                        Collectors.mapping(Standing::entry, Collectors.toList())));
        Acl container = Acl.NOTHING.below(entries.getOrDefault(ObjectClass.CONTAINER, List.of()));
        if (object == ObjectClass.CONTAINER) {
            return container;
        }
        Acl manager = container.below(entries.getOrDefault(ObjectClass.DC_MANAGER, List.of()));
        return object == ObjectClass.DC_MANAGER ? manager : manager.below(List.of());
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                ObjectClass.valueOf(row.getString("object")),
                new Entry(
                        Trustee.valueOf(row.getString("trustee")),
                        set(row, "rights", Right::valueOf),
                        Scope.valueOf(row.getString("scope")),
                        set(row, "classes", ObjectClass::valueOf)));
    }

    private static <T> Set<T> set(ResultSet row, String column, Function<String, T> constant)
            throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(constant)
                .collect(Collectors.toSet());
    }
}
