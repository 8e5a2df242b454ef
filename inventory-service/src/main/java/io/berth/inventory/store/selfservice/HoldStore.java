package io.berth.inventory.store.selfservice;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.selfservice.QuotaHold;
import io.berth.inventory.domain.selfservice.Usage;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What members of self-service roles hold. Hard state; works in the caller's transaction. */
@ApplicationScoped
public class HoldStore {
    private static final String ALL =
            "select vm, role, member, vcpus, memory_mib, held_at, held_by from quota_hold";

    private final Sql sql;

    HoldStore(Sql sql) {
        this.sql = sql;
    }

    /** Adds a hold, or takes it for the one of the same VM. */
    public void put(QuotaHold hold) {
        sql.update(
                "insert into quota_hold (vm, role, member, vcpus, memory_mib, held_at, held_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (vm) do update set vcpus ="
                        + " excluded.vcpus, memory_mib = excluded.memory_mib, held_at ="
                        + " excluded.held_at, held_by = excluded.held_by",
                hold.vm().value(),
                hold.role().value(),
                hold.member().value(),
                hold.vcpus(),
                hold.memory().value(),
                hold.at(),
                hold.by().value());
    }

    /** Removes what a VM holds; false when it holds nothing. */
    public boolean remove(VmId vm) {
        return sql.update("delete from quota_hold where vm = ?", vm.value()) == 1;
    }

    /** What a VM holds. */
    public Optional<QuotaHold> find(VmId vm) {
        return sql.first(ALL + " where vm = ?", HoldStore::read, vm.value());
    }

    /** What those of these VMs hold that hold anything. */
    public List<QuotaHold> find(Collection<VmId> vms) {
        return sql.query(
                ALL + " where vm = any(?) order by vm",
                HoldStore::read,
                (Object) vms.stream().map(VmId::value).toArray(String[]::new));
    }

    /** At most {@code limit} holds of a role of VMs above {@code after}, by VM. */
    public List<QuotaHold> page(SelfServiceRoleId role, String after, int limit) {
        return sql.query(
                ALL + " where role = ? and vm > ? order by vm limit ?",
                HoldStore::read,
                role.value(),
                after,
                limit);
    }

    /** At most {@code limit} holds of a member in all roles of VMs above {@code after}, by VM. */
    public List<QuotaHold> page(Principal member, String after, int limit) {
        return sql.query(
                ALL + " where member = ? and vm > ? order by vm limit ?",
                HoldStore::read,
                member.value(),
                after,
                limit);
    }

    /** What each member of a role uses, for those that use anything. */
    public Map<Principal, Usage> usage(SelfServiceRoleId role) {
        Map<Principal, Usage> usage = new LinkedHashMap<>();
        sql.query(
                "select member, count(*) as vms, sum(vcpus) as vcpus, sum(memory_mib) as memory"
                        + " from quota_hold where role = ? group by member order by member",
                row ->
                        usage.put(
                                new Principal(row.getString("member")),
                                new Usage(
                                        row.getLong("vms"),
                                        row.getLong("vcpus"),
                                        row.getLong("memory"))),
                role.value());
        return usage;
    }

    private static QuotaHold read(ResultSet row) throws SQLException {
        return new QuotaHold(
                new VmId(row.getString("vm")),
                new SelfServiceRoleId(row.getString("role")),
                new Principal(row.getString("member")),
                row.getLong("vcpus"),
                new MiB(row.getLong("memory_mib")),
                Sql.instant(row, "held_at"),
                new Principal(row.getString("held_by")));
    }
}
