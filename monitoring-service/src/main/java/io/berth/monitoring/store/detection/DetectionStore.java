package io.berth.monitoring.store.detection;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.kit.store.Sql;
import io.berth.monitoring.domain.detection.Detection;
import io.berth.monitoring.domain.detection.DetectionProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what was set for each cluster (hard state), and how far agents have followed (soft, written
 * by whoever owns the partition).
 */
@ApplicationScoped
public class DetectionStore {
    private final Sql sql;

    @Inject
    public DetectionStore(Sql sql) {
        this.sql = sql;
    }

    /** What was set for a cluster; empty where nothing was. */
    @Transactional
    public Optional<StoredDetection> find(ClusterId cluster) {
        return sql.first(
                "select * from detection_setting where cluster = ?",
                DetectionStore::setting,
                cluster.value());
    }

    /** All that was set, by cluster; a person has set each, so there are few. */
    @Transactional
    public List<StoredDetection> all() {
        return sql.query(
                "select * from detection_setting order by cluster", DetectionStore::setting);
    }

    /** Lets nobody else set the cluster's before the end of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void alone(ClusterId cluster) {
        sql.alone("detection/" + cluster);
    }

    /** Saves what was set. */
    @Transactional(TxType.MANDATORY)
    public void save(StoredDetection set) {
        sql.update(
                "insert into detection_setting (cluster, revision, threshold_ms, lease_ms,"
                        + " changed_by, changed_at) values (?, ?, ?, ?, ?, ?) on conflict (cluster)"
                        + " do update set revision = excluded.revision, threshold_ms ="
                        + " excluded.threshold_ms, lease_ms = excluded.lease_ms, changed_by ="
                        + " excluded.changed_by, changed_at = excluded.changed_at",
                set.cluster().value(),
                set.detection().revision(),
                set.detection().threshold().toMillis(),
                set.detection().lease().toMillis(),
                set.by().value(),
                set.changedAt());
    }

    /** Saves how far the agents of a domain have followed. */
    @Transactional
    public void note(DetectionProgress progress) {
        String domain = progress.domain().value();
        sql.update(
                "insert into detection_progress (domain, revision, threshold_ms, lease_ms,"
                        + " configured, following, unheard) values (?, ?, ?, ?, ?, ?, ?) on"
                        + " conflict (domain) do update set revision = excluded.revision,"
                        + " threshold_ms = excluded.threshold_ms, lease_ms = excluded.lease_ms,"
                        + " configured = excluded.configured, following = excluded.following,"
                        + " unheard = excluded.unheard",
                domain,
                progress.detection().revision(),
                progress.detection().threshold().toMillis(),
                progress.detection().lease().toMillis(),
                progress.configured(),
                progress.following(),
                progress.unheard());
        sql.update("delete from detection_behind where domain = ?", domain);
        for (DetectionProgress.Behind host : progress.behind()) {
            sql.update(
                    "insert into detection_behind (domain, host, lease_ms, judged_after_ms) values"
                            + " (?, ?, ?, ?)",
                    domain,
                    host.host().value(),
                    host.lease().toMillis(),
                    host.judgedAfter().toMillis());
        }
    }

    /** How far the agents of a domain had followed when that last changed. */
    @Transactional
    public Optional<DetectionProgress> progress(DomainId domain) {
        List<DetectionProgress.Behind> behind =
                sql.query(
                        "select * from detection_behind where domain = ? order by host",
                        row ->
                                new DetectionProgress.Behind(
                                        new HostId(row.getString("host")),
                                        Duration.ofMillis(row.getLong("lease_ms")),
                                        Duration.ofMillis(row.getLong("judged_after_ms"))),
                        domain.value());
        return sql.first(
                "select * from detection_progress where domain = ?",
                row ->
                        new DetectionProgress(
                                domain,
                                detection(row),
                                row.getInt("configured"),
                                row.getInt("following"),
                                row.getInt("unheard"),
                                behind),
                domain.value());
    }

    private static StoredDetection setting(ResultSet row) throws SQLException {
        return new StoredDetection(
                new ClusterId(row.getString("cluster")),
                detection(row),
                new Principal(row.getString("changed_by")),
                Sql.instant(row, "changed_at"));
    }

    private static Detection detection(ResultSet row) throws SQLException {
        return new Detection(
                row.getLong("revision"),
                Duration.ofMillis(row.getLong("threshold_ms")),
                Duration.ofMillis(row.getLong("lease_ms")));
    }
}
