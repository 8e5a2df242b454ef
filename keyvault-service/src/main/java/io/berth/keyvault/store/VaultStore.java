package io.berth.keyvault.store;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.domain.seal.Argon2Cost;
import io.berth.keyvault.domain.seal.SealOrder;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of the vault in PostgreSQL. Hard state; takes part in the caller's transaction. */
@ApplicationScoped
public class VaultStore {
    private static final String SELECT =
            "select tenant, root_check, root_key, unseal_method, argon2_salt, argon2_memory_kib,"
                    + " argon2_passes, argon2_lanes, share_set, shares, share_threshold, token_key,"
                    + " seals, sealed_at, sealed_by from ";

    private final Sql sql;

    VaultStore(Sql sql) {
        this.sql = sql;
    }

    /** Which vault this is; empty before it is initialised. */
    public Optional<VaultRow> find() {
        return find("");
    }

    /** Which vault this is; nobody else changes how it is opened until the transaction ends. */
    public Optional<VaultRow> findForChange() {
        return find(" for update");
    }

    private Optional<VaultRow> find(String lock) {
        return sql.first(SELECT + "vault" + lock, VaultStore::row);
    }

    /** What a row says that is not in this database, but in a backup as JSON. */
    public VaultRow of(String json) {
        return sql.first(
                        SELECT + "jsonb_populate_record(null::vault, ?::jsonb)",
                        VaultStore::row,
                        json)
                .orElseThrow();
    }

    /** Whether the database has another vault than this. */
    public boolean isAnother(UUID tenant) {
        return sql.first("select 1 from vault where tenant <> ?", row -> true, tenant).isPresent();
    }

    /** How often the vault was sealed on request; 0 before it is initialised. */
    public long seals() {
        return sql.first("select seals from vault", row -> row.getLong(1)).orElse(0L);
    }

    /** Says for good which vault this is. */
    public void insert(UUID tenant, byte[] rootCheck) {
        sql.update("insert into vault (tenant, root_check) values (?, ?)", tenant, rootCheck);
    }

    /** Saves the wrapped root key and what opens it. */
    public void saveRootKey(byte[] wrapped, Unsealing unsealing) {
        Unsealing.@Nullable Passphrase passphrase =
                unsealing instanceof Unsealing.Passphrase p ? p : null;
        Unsealing.@Nullable Shares shares = unsealing instanceof Unsealing.Shares s ? s : null;
        sql.update(
                "update vault set root_key = ?, unseal_method = ?, argon2_salt = ?,"
                        + " argon2_memory_kib = ?, argon2_passes = ?, argon2_lanes = ?, share_set"
                        + " = ?, shares = ?, share_threshold = ?, token_key = ?, wrapped_at ="
                        + " now()",
                wrapped,
                unsealing.method().name(),
                passphrase == null ? null : HexFormat.of().parseHex(passphrase.salt()),
                passphrase == null ? null : passphrase.cost().memoryKib(),
                passphrase == null ? null : passphrase.cost().passes(),
                passphrase == null ? null : passphrase.cost().lanes(),
                shares == null ? null : shares.set(),
                shares == null ? null : shares.shares(),
                shares == null ? null : shares.threshold(),
                unsealing instanceof Unsealing.Token(String label) ? label : null);
    }

    /** Orders that the vault stay sealed. */
    public void seal(Principal by) {
        sql.update(
                "update vault set seals = seals + 1, sealed_at = now(), sealed_by = ?", by.value());
    }

    /** Ends the order that the vault stay sealed. */
    public void endSeal() {
        sql.update(
                "update vault set sealed_at = null, sealed_by = null where sealed_at is not null");
    }

    private static VaultRow row(ResultSet row) throws SQLException {
        String by = row.getString("sealed_by");
        return new VaultRow(
                row.getObject("tenant", UUID.class),
                row.getBytes("root_check"),
                row.getBytes("root_key"),
                unsealing(row),
                row.getLong("seals"),
                by == null
                        ? null
                        : new SealOrder(Sql.instant(row, "sealed_at"), new Principal(by)));
    }

    private static Unsealing unsealing(ResultSet row) throws SQLException {
        return switch (UnsealMethod.valueOf(row.getString("unseal_method"))) {
            case FILE -> new Unsealing.File();
            case PASSPHRASE ->
                    new Unsealing.Passphrase(
                            HexFormat.of().formatHex(row.getBytes("argon2_salt")),
                            new Argon2Cost(
                                    row.getInt("argon2_memory_kib"),
                                    row.getInt("argon2_passes"),
                                    row.getInt("argon2_lanes")));
            case SHARES ->
                    new Unsealing.Shares(
                            row.getString("share_set"),
                            row.getInt("shares"),
                            row.getInt("share_threshold"));
            case PKCS11 -> new Unsealing.Token(row.getString("token_key"));
        };
    }
}
