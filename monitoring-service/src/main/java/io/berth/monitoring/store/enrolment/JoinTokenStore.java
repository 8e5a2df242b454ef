package io.berth.monitoring.store.enrolment;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps join tokens, by their digests. Hard state: an administrator has made them. */
@ApplicationScoped
public class JoinTokenStore {
    private static final String COLUMNS =
            "select host, made_by, made_at, expires_at, used_at, serial from join_token ";

    private final Sql sql;

    @Inject
    public JoinTokenStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A join token, as it is kept.
     *
     * @param usedAt null while it was not used
     * @param serial of the certificate that it was used for
     */
    public record Kept(
            HostId host,
            Principal by,
            Instant madeAt,
            Instant expires,
            @Nullable Instant usedAt,
            @Nullable CertificateSerial serial) {}

    /** Keeps a token in place of the host's earlier one. */
    @Transactional(TxType.MANDATORY)
    public void replace(HostId host, String digest, Principal by, Instant at, Instant expires) {
        sql.update(
                """
                insert into join_token (host, digest, made_by, made_at, expires_at)
                values (?, ?, ?, ?, ?)
                on conflict (host) do update set digest = excluded.digest,
                    made_by = excluded.made_by, made_at = excluded.made_at,
                    expires_at = excluded.expires_at, used_at = null, serial = null
                """,
                host.value(),
                digest,
                by.value(),
                at,
                expires);
    }

    /** The token with this digest, which nobody else changes until the transaction ends. */
    @Transactional(TxType.MANDATORY)
    public Optional<Kept> lock(String digest) {
        return sql.first(COLUMNS + "where digest = ? for update", JoinTokenStore::kept, digest);
    }

    /** The token with this digest. */
    @Transactional
    public Optional<Kept> find(String digest) {
        return sql.first(COLUMNS + "where digest = ?", JoinTokenStore::kept, digest);
    }

    /** Notes what a token was used for. */
    @Transactional(TxType.MANDATORY)
    public void use(HostId host, CertificateSerial serial, Instant at) {
        sql.update(
                "update join_token set used_at = ?, serial = ? where host = ?",
                at,
                serial.value(),
                host.value());
    }

    /** Makes a host's token worthless; false when it has none. */
    @Transactional
    public boolean delete(HostId host) {
        return sql.update("delete from join_token where host = ?", host.value()) > 0;
    }

    /** By host, after this one. */
    @Transactional
    public List<Kept> list(String after, int atMost) {
        return sql.query(
                COLUMNS + "where host > ? order by host limit ?",
                JoinTokenStore::kept,
                after,
                atMost);
    }

    /** Deletes those that expired before. */
    @Transactional(TxType.MANDATORY)
    public int prune(Instant expiredBefore) {
        return sql.update("delete from join_token where expires_at < ?", expiredBefore);
    }

    private static Kept kept(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
        String serial = row.getString("serial");
        return new Kept(
                new HostId(row.getString("host")),
                new Principal(row.getString("made_by")),
                Sql.instant(row, "made_at"),
                Sql.instant(row, "expires_at"),
                used == null ? null : used.toInstant(),
                serial == null ? null : new CertificateSerial(serial));
    }
}
