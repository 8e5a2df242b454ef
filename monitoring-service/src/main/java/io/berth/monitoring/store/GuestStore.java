package io.berth.monitoring.store;

import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.kit.store.Sql;
import io.berth.monitoring.domain.guest.GuestHeartbeat;
import io.berth.monitoring.domain.guest.GuestTable;
import io.berth.monitoring.domain.series.VmSeries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What hosts last said of their guests, which of them are missed, and how often VMs were restarted
 * for it.
 */
@ApplicationScoped
public class GuestStore {
    private static final String PUT =
            "insert into guest_seen (vm, host, domain, epoch, power, heartbeat, since)"
                    + " select vm, ?, ?, epoch, power, heartbeat, ?"
                    + " from unnest(?, ?, ?, ?) as seen (vm, epoch, power, heartbeat)"
                    + " on conflict (vm, host) do update set domain = excluded.domain,"
                    + " epoch = excluded.epoch, power = excluded.power,"
                    + " heartbeat = excluded.heartbeat, since = excluded.since"
                    + " where (guest_seen.domain, guest_seen.epoch, guest_seen.power,"
                    + " guest_seen.heartbeat) is distinct from (excluded.domain, excluded.epoch,"
                    + " excluded.power, excluded.heartbeat)";

    private static final String SELECT =
            "select s.vm, s.host, s.domain, s.epoch, s.power, s.heartbeat, s.since,"
                    + " m.silent_since, m.told_at, m.occurrence, k.taken_at from guest_seen s"
                    + " left join guest_missed m on m.vm = s.vm and m.host = s.host"
                    + " left join kvp_vm k on k.vm = s.vm";

    private final Sql sql;

    @Inject
    public GuestStore(Sql sql) {
        this.sql = sql;
    }

    /** Which guests are asked for; a null asks for any. */
    public record Filter(
            @Nullable IntegrationHeartbeat heartbeat,
            @Nullable HostId host,
            @Nullable DomainId domain,
            boolean missedOnly) {}

    /** Takes the place of what these hosts said before, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(Collection<GuestTable> tables) {
        for (GuestTable table : tables) {
            List<VmObservation> vms = table.vms();
            String[] names = texts(vms, vm -> vm.vm().value());
            String host = table.host().value();
            sql.update("delete from guest_seen where host = ? and vm <> all (?)", host, names);
            if (!vms.isEmpty()) {
                sql.update(
                        PUT,
                        host,
                        table.domain().value(),
                        table.logTime(),
                        names,
                        vms.stream().map(vm -> vm.epoch().value()).toArray(Long[]::new),
                        texts(vms, vm -> vm.power().name()),
                        texts(vms, vm -> vm.heartbeat().name()));
            }
        }
    }

    private static String[] texts(List<VmObservation> vms, Function<VmObservation, String> part) {
        return vms.stream().map(part).toArray(String[]::new);
    }

    /** Notes a loss, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(VmHeartbeatLost lost) {
        sql.update(
                "insert into guest_missed (vm, host, domain, epoch, loss, silent_since, told_at,"
                        + " occurrence) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (vm) do update"
                        + " set host = excluded.host, domain = excluded.domain,"
                        + " epoch = excluded.epoch, loss = excluded.loss,"
                        + " silent_since = excluded.silent_since, told_at = excluded.told_at,"
                        + " occurrence = excluded.occurrence"
                        + " where guest_missed.epoch <= excluded.epoch",
                lost.vm().value(),
                lost.host().value(),
                lost.domain().value(),
                lost.epoch().value(),
                lost.loss().name(),
                lost.silentSince(),
                lost.logTime(),
                lost.occurrence());
    }

    /** Notes that a loss is over, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(VmHeartbeatReturned returned) {
        sql.update(
                "delete from guest_missed where vm = ? and host = ? and epoch <= ?",
                returned.vm().value(),
                returned.host().value(),
                returned.epoch().value());
    }

    /** How often a VM was restarted since some time, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int restartsSince(VmId vm, Instant since) {
        return count(
                "select count(*) from guest_restart where vm = ? and decided_at > ?",
                vm.value(),
                since);
    }

    /** Notes a restart and forgets old ones, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void restarted(VmId vm, HostId host, CommandId command, Instant at, Duration remember) {
        sql.update(
                "delete from guest_restart where vm = ? and decided_at < ?",
                vm.value(),
                at.minus(remember));
        sql.update(
                "insert into guest_restart (command, vm, host, decided_at) values (?, ?, ?, ?)",
                command.value(),
                vm.value(),
                host.value(),
                at);
    }

    /** Whether the guest of a VM has published something since some time. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean spokeSince(VmId vm, Instant since) {
        return count("select count(*) from kvp_vm where vm = ? and taken_at > ?", vm.value(), since)
                > 0;
    }

    /** What was last said of a guest; of several hosts that of the highest epoch counts. */
    @Transactional
    public Optional<GuestHeartbeat> find(VmId vm) {
        return sql.first(
                SELECT + " where s.vm = ? order by s.epoch desc, s.power, s.host limit 1",
                GuestStore::guest,
                vm.value());
    }

    /** Some guests, by VM and host, after the given ones. */
    @Transactional
    public List<GuestHeartbeat> list(Filter filter, String afterVm, String afterHost, int limit) {
        StringBuilder select = new StringBuilder(SELECT).append(" where (s.vm, s.host) > (?, ?)");
        List<Object> values = new ArrayList<>(List.of(afterVm, afterHost));
        if (filter.heartbeat() != null) {
            select.append(" and s.heartbeat = ?");
            values.add(filter.heartbeat().name());
        }
        if (filter.host() != null) {
            select.append(" and s.host = ?");
            values.add(filter.host().value());
        }
        if (filter.domain() != null) {
            select.append(" and s.domain = ?");
            values.add(filter.domain().value());
        }
        if (filter.missedOnly()) {
            select.append(" and m.vm is not null");
        }
        select.append(" order by s.vm, s.host limit ?");
        values.add(limit);
        return sql.query(select.toString(), GuestStore::guest, values.toArray());
    }

    /** Some VMs, each once: of several hosts that of the highest epoch counts. */
    @Transactional
    public List<VmSeries.Vm> each(int limit) {
        return sql.query(
                "select distinct on (vm) vm, domain, power, heartbeat from guest_seen"
                        + " order by vm, epoch desc, power, host limit ?",
                row ->
                        new VmSeries.Vm(
                                new VmId(row.getString("vm")),
                                new DomainId(row.getString("domain")),
                                VmPower.valueOf(row.getString("power")),
                                IntegrationHeartbeat.valueOf(row.getString("heartbeat"))),
                limit);
    }

    /** The guests that have been silent for longest. */
    @Transactional
    public List<VmSeries.Silent> silentLongest(int limit, Instant now) {
        return sql.query(
                "select vm, domain, silent_since from guest_missed order by silent_since, vm limit"
                        + " ?",
                row -> {
                    Duration silent = Duration.between(Sql.instant(row, "silent_since"), now);
                    return new VmSeries.Silent(
                            new VmId(row.getString("vm")),
                            new DomainId(row.getString("domain")),
                            silent.isNegative() ? Duration.ZERO : silent);
                },
                limit);
    }

    /** What hosts told of their VMs, by domain. */
    @Transactional
    public List<VmSeries.Sum> sums() {
        return sql.query(
                "select domain, count(*) as vms,"
                        + " count(*) filter (where power = 'RUNNING') as running,"
                        + " count(*) filter (where power = 'RUNNING' and heartbeat = 'OK')"
                        + " as answering,"
                        + " count(*) filter (where power = 'RUNNING'"
                        + " and heartbeat in ('NO_CONTACT', 'LOST_COMMUNICATION')) as silent"
                        + " from guest_seen group by domain",
                row ->
                        new VmSeries.Sum(
                                new DomainId(row.getString("domain")),
                                row.getLong("vms"),
                                row.getLong("running"),
                                row.getLong("answering"),
                                row.getLong("silent")));
    }

    private static GuestHeartbeat guest(ResultSet row) throws SQLException {
        boolean missed = row.getObject("silent_since") != null;
        return new GuestHeartbeat(
                new VmId(row.getString("vm")),
                new HostId(row.getString("host")),
                new DomainId(row.getString("domain")),
                new Epoch(row.getLong("epoch")),
                VmPower.valueOf(row.getString("power")),
                IntegrationHeartbeat.valueOf(row.getString("heartbeat")),
                Sql.instant(row, "since"),
                row.getObject("taken_at") == null ? null : Sql.instant(row, "taken_at"),
                !missed
                        ? null
                        : new GuestHeartbeat.Missed(
                                Sql.instant(row, "silent_since"),
                                Sql.instant(row, "told_at"),
                                row.getInt("occurrence")));
    }

    private int count(String select, Object... values) {
        return sql.query(select, row -> row.getInt(1), values).getFirst();
    }
}
