package io.berth.inventory.store.updates;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.domain.updates.UpdateScan;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest scan of each host. Hard state; works in the caller's transaction. */
@ApplicationScoped
public class ScanStore {
    private final Sql sql;

    ScanStore(Sql sql) {
        this.sql = sql;
    }

    /** Saves a scan; false when a later one is known. */
    public boolean put(UpdateScan scan) {
        return sql.update(
                        "insert into update_scan (host, scanned_at, installed, not_applicable,"
                            + " reported_by) values (?, ?, ?, ?, ?) on conflict (host) do update"
                            + " set scanned_at = excluded.scanned_at, installed ="
                            + " excluded.installed, not_applicable = excluded.not_applicable,"
                            + " reported_by = excluded.reported_by where update_scan.scanned_at <="
                            + " excluded.scanned_at",
                        scan.host().value(),
                        scan.scannedAt(),
                        scan.installed().toArray(String[]::new),
                        scan.notApplicable().toArray(String[]::new),
                        scan.reportedBy().value())
                == 1;
    }

    /** The scans of those of these hosts that were scanned. */
    public Map<HostId, UpdateScan> find(Collection<HostId> hosts) {
        Map<HostId, UpdateScan> found = new HashMap<>();
        sql.query(
                "select host, scanned_at, installed, not_applicable, reported_by from update_scan"
                        + " where host = any(?)",
                row -> {
                    UpdateScan scan =
                            new UpdateScan(
                                    new HostId(row.getString("host")),
                                    Sql.instant(row, "scanned_at"),
                                    texts(row, "installed"),
                                    texts(row, "not_applicable"),
                                    new Principal(row.getString("reported_by")));
                    found.put(scan.host(), scan);
                    return scan;
                },
                (Object) hosts.stream().map(HostId::value).toArray(String[]::new));
        return found;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
