package io.berth.inventory.store;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.VmTask;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was asked of the hosts of VMs. Every method works in the caller's transaction. */
@ApplicationScoped
public class VmTaskStore {
    private static final String ALL =
            "select id, number, vm, action, snapshot, state, asked_at, asked_by, host, epoch,"
                    + " ended_at, reason, detail from vm_task";

    private final Sql sql;

    VmTaskStore(Sql sql) {
        this.sql = sql;
    }

    /** A new one, open; the oldest of the VM beyond {@link VmTask#KEPT} are forgotten. */
    public VmTask insert(
            CommandId id,
            VmId vm,
            VmAction action,
            @Nullable SnapshotName snapshot,
            Instant at,
            Principal by) {
        sql.update(
                "insert into vm_task (id, vm, action, snapshot, state, asked_at, asked_by, detail)"
                        + " values (?, ?, ?, ?, 'ASKED', ?, ?, '')",
                id.value(),
                vm.value(),
                action.name(),
                snapshot == null ? null : snapshot.value(),
                at,
                by.value());
        sql.update(
                "delete from vm_task where vm = ? and number <= (select number from vm_task"
                        + " where vm = ? order by number desc offset ? limit 1)",
                vm.value(),
                vm.value(),
                VmTask.KEPT);
        return find(id.value()).orElseThrow();
    }

    /** The one of this id. */
    public Optional<VmTask> find(String id) {
        return sql.first(ALL + " where id = ?", VmTaskStore::task, id);
    }

    /** The one of this id, locked until the transaction ends. */
    public Optional<VmTask> hold(CommandId id) {
        return sql.first(ALL + " where id = ? for update", VmTaskStore::task, id.value());
    }

    /** The one of a VM that has not ended. */
    public Optional<VmTask> open(VmId vm) {
        return sql.first(ALL + " where vm = ? and ended_at is null", VmTaskStore::task, vm.value());
    }

    /** At most {@code limit} of a VM below a number, the newest first. */
    public List<VmTask> page(VmId vm, long below, int limit) {
        return sql.query(
                ALL + " where vm = ? and number < ? order by number desc limit ?",
                VmTaskStore::task,
                vm.value(),
                below,
                limit);
    }

    /** Its host has been told; of one that has ended nothing changes. */
    public void ordered(CommandId id, HostId host, Epoch epoch) {
        sql.update(
                "update vm_task set state = 'ORDERED', host = ?, epoch = ?"
                        + " where id = ? and ended_at is null",
                host.value(),
                epoch.value(),
                id.value());
    }

    /** It has ended so. */
    public void ended(
            CommandId id, VmTask.State how, Instant at, @Nullable String reason, String detail) {
        sql.update(
                "update vm_task set state = ?, ended_at = ?, reason = ?, detail = ? where id = ?",
                how.name(),
                at,
                reason,
                detail,
                id.value());
    }

    /**
     * Ends at most {@code limit} of which nothing was heard; the ids of those that ended.
     *
     * @param askedBefore only those that were asked for before this
     */
    public List<CommandId> giveUp(Instant askedBefore, Instant at, String detail, int limit) {
        return sql.query(
                "update vm_task set state = 'FAILED', ended_at = ?, reason = ?, detail = ?"
                        + " where id in (select id from vm_task where ended_at is null"
                        + " and asked_at < ? limit ? for update skip locked) returning id",
                row -> new CommandId(row.getString("id")),
                at,
                VmTask.NO_ANSWER,
                detail,
                askedBefore,
                limit);
    }

    private static VmTask task(ResultSet row) throws SQLException {
        String snapshot = row.getString("snapshot");
        String host = row.getString("host");
        Long epoch = row.getObject("epoch", Long.class);
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new VmTask(
                new CommandId(row.getString("id")),
                row.getLong("number"),
                new VmId(row.getString("vm")),
                VmAction.valueOf(row.getString("action")),
                snapshot == null ? null : new SnapshotName(snapshot),
                VmTask.State.valueOf(row.getString("state")),
                Sql.instant(row, "asked_at"),
                new Principal(row.getString("asked_by")),
                host == null ? null : new HostId(host),
                epoch == null ? null : new Epoch(epoch),
                ended == null ? null : ended.toInstant(),
                row.getString("reason"),
                row.getString("detail"));
    }
}
