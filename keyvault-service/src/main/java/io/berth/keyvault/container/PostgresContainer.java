package io.berth.keyvault.container;

import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Wrapped keys in a table of the vault's database, which every instance reads. Hard state; takes
 * part in the caller's transaction. When the database is away, so are the rows of the keys: that is
 * told as for every other table.
 */
@ApplicationScoped
public class PostgresContainer implements KeyContainer {
    private final Sql sql;

    PostgresContainer(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Place place() {
        return Place.POSTGRES;
    }

    @Override
    public void keep(KeyName key, byte[] wrapped) {
        sql.update(
                "insert into key_object (ring, version, wrapped_key) values (?, ?, ?) on conflict"
                        + " (ring, version) do update set wrapped_key = excluded.wrapped_key",
                key.ring().value(),
                key.version().value(),
                wrapped);
    }

    @Override
    public Optional<byte[]> find(KeyName key) {
        return sql.first(
                "select wrapped_key from key_object where ring = ? and version = ?",
                row -> row.getBytes("wrapped_key"),
                key.ring().value(),
                key.version().value());
    }

    @Override
    public void erase(KeyName key) {
        sql.update(
                "delete from key_object where ring = ? and version = ?",
                key.ring().value(),
                key.version().value());
    }
}
