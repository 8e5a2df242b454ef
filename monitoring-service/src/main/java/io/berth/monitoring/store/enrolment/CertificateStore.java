package io.berth.monitoring.store.enrolment;

import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.store.Sql;
import io.berth.monitoring.domain.enrolment.AgentCertificate;
import io.berth.monitoring.domain.enrolment.AgentCertificate.Origin;
import io.berth.monitoring.domain.enrolment.AgentCertificate.Revocation;
import io.berth.monitoring.domain.enrolment.CertificateState;
import io.berth.monitoring.domain.enrolment.Validity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps certificates of agents. Hard state: a certificate without its row cannot be revoked. */
@ApplicationScoped
public class CertificateStore {
    private static final String COLUMNS = "select * from agent_certificate ";

    private final Sql sql;

    @Inject
    public CertificateStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Which certificates are asked for; null for all.
     *
     * @param endsBefore those whose end lies before
     */
    public record Filter(
            @Nullable HostId host,
            @Nullable CertificateState state,
            @Nullable Instant endsBefore) {}

    /** A host whose newest certificate ends soon. */
    public record Ending(HostId host, CertificateSerial serial, Instant notAfter) {}

    /** Saves a certificate that was just made. */
    @Transactional(TxType.MANDATORY)
    public void insert(AgentCertificate c) {
        sql.update(
                """
                insert into agent_certificate (serial, host, key_digest, not_before, not_after,
                    renew_after, origin, issued_at, issued_by, pem)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                c.serial().value(),
                c.host().value(),
                c.key(),
                c.validity().notBefore(),
                c.validity().notAfter(),
                c.validity().renewAfter(),
                c.origin().name(),
                c.issuedAt(),
                c.by().value(),
                c.pem());
    }

    /** Revokes a certificate; false when it is revoked already. */
    @Transactional(TxType.MANDATORY)
    public boolean revoke(CertificateSerial serial, Revocation end) {
        Principal by = end.by();
        return sql.update(
                        """
                        update agent_certificate set revoked_at = ?, revoked_cause = ?,
                            revoked_by = ?, revoked_why = ?
                        where serial = ? and revoked_at is null
                        """,
                        end.at(),
                        end.cause().name(),
                        by == null ? null : by.value(),
                        end.reason(),
                        serial.value())
                > 0;
    }

    /** One certificate. */
    @Transactional
    public Optional<AgentCertificate> find(CertificateSerial serial) {
        return sql.first(
                COLUMNS + "where serial = ?", CertificateStore::certificate, serial.value());
    }

    /** Those of a host that were not revoked and are not over, the newest first. */
    @Transactional
    public List<AgentCertificate> valid(HostId host, Instant now) {
        return sql.query(
                COLUMNS
                        + "where host = ? and revoked_at is null and not_after >= ?"
                        + " order by issued_at desc, serial",
                CertificateStore::certificate,
                host.value(),
                now);
    }

    /** Another host with a valid certificate for this key. */
    @Transactional
    public Optional<HostId> otherWithKey(String key, HostId host, Instant now) {
        return sql.first(
                "select host from agent_certificate where key_digest = ? and host <> ?"
                        + " and revoked_at is null and not_after >= ?",
                row -> new HostId(row.getString("host")),
                key,
                host.value(),
                now);
    }

    /** Hosts with a valid certificate. */
    @Transactional
    public List<HostId> hosts(Instant now) {
        return sql.query(
                "select distinct host from agent_certificate"
                        + " where revoked_at is null and not_after >= ?",
                row -> new HostId(row.getString("host")),
                now);
    }

    /** By serial number, after this one. */
    @Transactional
    public List<AgentCertificate> list(Filter filter, Instant now, String after, int atMost) {
        StringBuilder where = new StringBuilder(COLUMNS).append("where serial > ?");
        List<Object> values = new ArrayList<>(List.of(after));
        HostId host = filter.host();
        if (host != null) {
            where.append(" and host = ?");
            values.add(host.value());
        }
        CertificateState state = filter.state();
        if (state != null) {
            switch (state) {
                case REVOKED -> where.append(" and revoked_at is not null");
                case VALID -> {
                    where.append(" and revoked_at is null and not_after >= ?");
                    values.add(now);
                }
                case EXPIRED -> {
                    where.append(" and revoked_at is null and not_after < ?");
                    values.add(now);
                }
            }
        }
        Instant before = filter.endsBefore();
        if (before != null) {
            where.append(" and not_after < ?");
            values.add(before);
        }
        values.add(atMost);
        return sql.query(
                where.append(" order by serial limit ?").toString(),
                CertificateStore::certificate,
                values.toArray());
    }

    /**
     * Hosts whose newest certificate has less left than this, and less than a tenth of its life; or
     * is over.
     */
    @Transactional
    public List<Ending> ending(Instant now, Duration left, int atMost) {
        return sql.query(
                """
                select host, serial, not_after from (
                    select distinct on (host) host, serial, not_before, not_after
                    from agent_certificate where revoked_at is null
                    order by host, not_after desc, serial) newest
                where not_after < ?::timestamptz
                    + least(make_interval(secs => ?), (not_after - not_before) / 10)
                order by not_after, host limit ?
                """,
                row ->
                        new Ending(
                                new HostId(row.getString("host")),
                                new CertificateSerial(row.getString("serial")),
                                Sql.instant(row, "not_after")),
                now,
                (double) left.toSeconds(),
                atMost);
    }

    /** How many there are in each state. */
    @Transactional
    public long count(CertificateState state, Instant now) {
        String where =
                switch (state) {
                    case REVOKED -> "revoked_at is not null and not_after >= ?";
                    case VALID -> "revoked_at is null and not_after >= ?";
                    case EXPIRED -> "revoked_at is null and not_after < ?";
                };
        return sql.first(
                        "select count(*) as n from agent_certificate where " + where,
                        row -> row.getLong("n"),
                        now)
                .orElse(0L);
    }

    /** Forgets those that ended before, and says which of them were revoked. */
    @Transactional(TxType.MANDATORY)
    public List<CertificateSerial> prune(Instant endedBefore, int atMost) {
        return sql
                .query(
                        """
                        delete from agent_certificate where serial in (
                            select serial from agent_certificate where not_after < ?
                            order by not_after limit ? for update skip locked)
                        returning serial, revoked_at is not null as was_revoked
                        """,
                        row ->
                                row.getBoolean("was_revoked")
                                        ? Optional.of(
                                                new CertificateSerial(row.getString("serial")))
                                        : Optional.<CertificateSerial>empty(),
                        endedBefore,
                        atMost)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static AgentCertificate certificate(ResultSet row) throws SQLException {
        return new AgentCertificate(
                new CertificateSerial(row.getString("serial")),
                new HostId(row.getString("host")),
                row.getString("key_digest"),
                new Validity(
                        Sql.instant(row, "not_before"),
                        Sql.instant(row, "not_after"),
                        Sql.instant(row, "renew_after")),
                Origin.valueOf(row.getString("origin")),
                Sql.instant(row, "issued_at"),
                new Principal(row.getString("issued_by")),
                row.getString("pem"),
                revocation(row));
    }

    private static @Nullable Revocation revocation(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("revoked_at", OffsetDateTime.class);
        if (at == null) {
            return null;
        }
        String by = row.getString("revoked_by");
        return new Revocation(
                at.toInstant(),
                RevocationCause.valueOf(row.getString("revoked_cause")),
                by == null ? null : new Principal(by),
                row.getString("revoked_why"));
    }
}
