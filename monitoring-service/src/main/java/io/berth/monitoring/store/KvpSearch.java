package io.berth.monitoring.store;

import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.store.Sql;
import io.berth.monitoring.domain.kvp.GuestVersion;
import io.berth.monitoring.domain.kvp.KvpPool;
import io.berth.monitoring.domain.kvp.KvpText;
import io.berth.monitoring.domain.kvp.ServicesRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for pairs across the estate, each question by an index. */
@ApplicationScoped
public class KvpSearch {
    private static final HexFormat HEX = HexFormat.of();

    /** Before every version. */
    private static final byte[] LOWEST = {};

    private final Sql sql;

    @Inject
    public KvpSearch(Sql sql) {
        this.sql = sql;
    }

    /**
     * What is looked for; a null asks for any.
     *
     * @param versionBelow only values that are versions, and older
     * @param versionFrom only values that are versions, and as new or newer
     */
    public record Question(
            String key,
            @Nullable KvpPool pool,
            @Nullable String value,
            @Nullable GuestVersion versionBelow,
            @Nullable GuestVersion versionFrom,
            @Nullable KvpFlag flag) {
        /** Whether versions are compared; answers then come oldest version first. */
        boolean byVersion() {
            return versionBelow != null || versionFrom != null;
        }
    }

    /**
     * A place in the list of answers.
     *
     * @param version in hexadecimal digits; empty where versions are not compared
     */
    public record Place(String version, String vm, int pool) {
        /** Before all answers. */
        public static final Place START = new Place("", "", -1);
    }

    /** A pair that was found. */
    public record Found(
            VmId vm,
            HostId host,
            int pool,
            String value,
            Set<KvpFlag> flags,
            Instant changedAt,
            Instant reportedAt,
            Place place) {}

    /** Answers behind a place, at most so many. */
    @Transactional
    public List<Found> find(Question question, Place after, int limit) {
        StringBuilder select =
                new StringBuilder(
                        "select v.vm, v.pool, v.value, v.flags, v.version, v.changed_at, m.host,"
                                + " m.reported_at from kvp_value v join kvp_vm m on m.vm = v.vm"
                                + " where v.key_hash = ?");
        List<Object> values = new ArrayList<>();
        values.add(KvpKey.sha256(KvpText.bytes(question.key())));
        if (question.byVersion()) {
            select.append(" and v.version is not null and (v.version, v.vm, v.pool) > (?, ?, ?)");
            values.add(after.version().isEmpty() ? LOWEST : HEX.parseHex(after.version()));
        } else {
            select.append(" and (v.vm, v.pool) > (?, ?)");
        }
        values.add(after.vm());
        values.add(after.pool());
        if (question.versionBelow() != null) {
            select.append(" and v.version < ?");
            values.add(question.versionBelow().sortKey());
        }
        if (question.versionFrom() != null) {
            select.append(" and v.version >= ?");
            values.add(question.versionFrom().sortKey());
        }
        if (question.pool() != null) {
            select.append(" and v.pool = ?");
            values.add(question.pool().number());
        }
        if (question.value() != null) {
            select.append(" and v.value_hash = ?");
            values.add(KvpKey.sha256(KvpText.bytes(question.value())));
        }
        if (question.flag() != null) {
            select.append(" and ? = any (string_to_array(v.flags, ','))");
            values.add(question.flag().name());
        }
        select.append(
                question.byVersion()
                        ? " order by v.version, v.vm, v.pool limit ?"
                        : " order by v.vm, v.pool limit ?");
        values.add(limit);
        return sql.query(
                select.toString(), row -> found(row, question.byVersion()), values.toArray());
    }

    private static Found found(ResultSet row, boolean byVersion) throws SQLException {
        VmId vm = new VmId(row.getString("vm"));
        int pool = row.getInt("pool");
        return new Found(
                vm,
                new HostId(row.getString("host")),
                pool,
                KvpText.text(row.getBytes("value")),
                KvpStore.flags(row.getString("flags")),
                Sql.instant(row, "changed_at"),
                Sql.instant(row, "reported_at"),
                new Place(
                        byVersion ? HEX.formatHex(row.getBytes("version")) : "", vm.value(), pool));
    }

    /** A guest whose integration services are older than the guest rules ask for. */
    public record Outdated(VmId vm, HostId host, ServicesRule.Finding services) {}

    /** Guests with outdated services by VM, after the given one, at most so many. */
    @Transactional
    public List<Outdated> outdated(String afterVm, int limit) {
        return sql.query(
                "select vm, host, services_guest, services_installed, services_needed from kvp_vm"
                        + " where services_outdated and vm > ? order by vm limit ?",
                row ->
                        new Outdated(
                                new VmId(row.getString("vm")),
                                new HostId(row.getString("host")),
                                new ServicesRule.Finding(
                                        row.getString("services_guest"),
                                        row.getString("services_installed"),
                                        row.getString("services_needed"),
                                        true)),
                afterVm,
                limit);
    }
}
