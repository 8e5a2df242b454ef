package io.berth.inventory.store.storage;

import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.storage.Assessment;
import io.berth.inventory.domain.storage.DiskStretch;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The history of disk load. Hard state, bounded by time; works in the caller's transaction. */
@ApplicationScoped
public class DiskLoadStore {
    /** Rows in one statement. */
    private static final int ROWS = 5_000;

    /** Rows forgotten in one transaction, so that none takes long. */
    private static final int FORGOTTEN_AT_ONCE = 50_000;

    private static final String PUT =
            "insert into disk_load (vm, disk, began_at, reports, read_iops, write_iops,"
                + " mb_per_second, block_kib, latency_ms) select l.vm, l.disk,"
                + " l.began_at::timestamptz, l.reports::integer, l.reads::bigint, l.writes::bigint,"
                + " l.mb::double precision, l.block::double precision, l.latency::double precision"
                + " from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as l (vm, disk, began_at, reports,"
                + " reads, writes, mb, block, latency) where exists (select from register r where"
                + " r.kind = 'vm' and r.id = l.vm and r.removed_at is null) on conflict (vm, disk,"
                + " began_at) do update set reports = disk_load.reports + excluded.reports, "
                    + String.join(
                            ", ",
                            busier("read_iops"),
                            busier("write_iops"),
                            busier("mb_per_second"),
                            busier("block_kib"),
                            busier("latency_ms"));
    private static final String FORGET =
            "delete from disk_load where ctid = any(array(select ctid from disk_load where began_at"
                    + " < ? limit "
                    + FORGOTTEN_AT_ONCE
                    + "))";

    private final Sql sql;

    DiskLoadStore(Sql sql) {
        this.sql = sql;
    }

    /** Of the row that is there and the new one the column of that with more operations. */
    private static String busier(String column) {
        return "%1$s = case when excluded.read_iops + excluded.write_iops > disk_load.read_iops + disk_load.write_iops then excluded.%1$s else disk_load.%1$s end"
                .formatted(column);
    }

    /** Adds to what is known; what belongs to VMs that are not known is let go. */
    public void put(List<DiskStretch> stretches) {
        for (int from = 0; from < stretches.size(); from += ROWS) {
            List<DiskStretch> part =
                    stretches.subList(from, Math.min(stretches.size(), from + ROWS));
            sql.update(
                    PUT,
                    column(part, stretch -> stretch.vm().value()),
                    column(part, DiskStretch::disk),
                    column(part, DiskStretch::beganAt),
                    column(part, DiskStretch::reports),
                    column(part, stretch -> stretch.busiest().readIops()),
                    column(part, stretch -> stretch.busiest().writeIops()),
                    column(part, stretch -> stretch.busiest().mbPerSecond()),
                    column(part, stretch -> stretch.busiest().blockKib()),
                    column(part, stretch -> stretch.busiest().latencyMs()));
        }
    }

    private static Object column(List<DiskStretch> rows, Function<DiskStretch, Object> part) {
        return rows.stream().map(part).map(Object::toString).toArray(String[]::new);
    }

    /** The stretches of a disk that began in {@code [from, until)}, the oldest first. */
    public List<DiskStretch> of(VmId vm, String disk, Instant from, Instant until, int limit) {
        return sql.query(
                "select began_at, reports, read_iops, write_iops, mb_per_second, block_kib,"
                        + " latency_ms from disk_load where vm = ? and disk = ? and began_at >= ?"
                        + " and began_at < ? order by began_at limit "
                        + limit,
                row ->
                        new DiskStretch(
                                vm,
                                disk,
                                Sql.instant(row, "began_at"),
                                row.getInt("reports"),
                                new Assessment.Sample(
                                        row.getLong("read_iops"),
                                        row.getLong("write_iops"),
                                        row.getDouble("mb_per_second"),
                                        row.getDouble("block_kib"),
                                        row.getDouble("latency_ms"))),
                vm.value(),
                disk,
                from,
                until);
    }

    /**
     * Forgets some of what began before.
     *
     * @return whether there may be more
     */
    public boolean forgetBefore(Instant oldest) {
        return sql.update(FORGET, oldest) == FORGOTTEN_AT_ONCE;
    }
}
