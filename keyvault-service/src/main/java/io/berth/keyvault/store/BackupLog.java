package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.backup.Backup;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.backup.Drill;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the vault remembers of its backups and restore drills, so that it notices when they stop.
 * Hard state, in no backup; takes part in the caller's transaction.
 */
@ApplicationScoped
public class BackupLog {
    /** As many backups and drills are remembered. */
    private static final int REMEMBERED = 1000;

    private final Sql sql;
    private final BackupStore store;

    BackupLog(Sql sql, BackupStore store) {
        this.sql = sql;
        this.store = store;
    }

    /** A ring whose newest key is in no backup that is young enough. */
    public record Overdue(KeyName newest, @Nullable Instant lastBackup) {}

    /** One instance at a time takes or tries backups, until the transaction ends. */
    public void alone() {
        sql.alone("backup");
    }

    /** Remembers a backup. */
    public void remember(Backup backup) {
        sql.update(
                "insert into vault_backup (id, taken_at, taken_by, schema) values (?, ?, ?, ?)",
                backup.id().value(),
                backup.takenAt(),
                backup.by().value(),
                backup.schema());
        sql.update(
                "delete from vault_backup where id in (select id from vault_backup order by"
                        + " taken_at desc, id desc offset ?)",
                REMEMBERED);
    }

    /** The newest backup that was taken. */
    public Optional<BackupId> newest() {
        return sql.first(
                "select id from vault_backup order by taken_at desc, id desc limit 1",
                row -> new BackupId(row.getString(1)));
    }

    /** How long ago the newest backup was taken; since the vault was made when there is none. */
    public Optional<Duration> backupAge() {
        return age(
                "select coalesce((select max(taken_at) from vault_backup), (select created_at from"
                        + " vault))");
    }

    /** How long ago a drill last passed; since the vault was made when none ever did. */
    public Optional<Duration> drillAge() {
        return age(
                "select coalesce((select max(drilled_at) from restore_drill where outcome ="
                        + " 'PASSED'), (select created_at from vault))");
    }

    private Optional<Duration> age(String of) {
        return sql.first(
                        "select extract(epoch from now() - (" + of + "))",
                        row -> {
                            double seconds = row.getDouble(1);
                            return row.wasNull()
                                    ? Optional.<Duration>empty()
                                    : Optional.of(Duration.ofMillis((long) (seconds * 1000)));
                        })
                .flatMap(found -> found);
    }

    /**
     * Whether a backup should be taken now: the newest is too old, a ring has a key that none has,
     * the root key is wrapped anew since, or the database has another form.
     */
    public boolean due(Duration every) {
        return sql.first(
                        "select not exists (select 1 from vault_backup where taken_at > now() -"
                            + " make_interval(secs => ?)) or exists (select 1 from ring r left join"
                            + " ring_backup b on b.ring = r.id where b.version is distinct from"
                            + " r.current_version) or exists (select 1 from vault where wrapped_at"
                            + " > (select max(taken_at) from vault_backup)) or (select schema from"
                            + " vault_backup order by taken_at desc, id desc limit 1) <> ?",
                        row -> row.getBoolean(1),
                        (double) every.toSeconds(),
                        store.schema())
                .orElseThrow();
    }

    /**
     * Remembers that a backup holds the newest key of a ring.
     *
     * @return whether none held it before, or it was told that none did
     */
    public boolean holds(KeyName newest, Instant takenAt) {
        boolean known =
                sql.first(
                                "select 1 from ring_backup where ring = ? and version = ? and not"
                                        + " overdue",
                                row -> true,
                                newest.ring().value(),
                                newest.version().value())
                        .isPresent();
        sql.update(
                "insert into ring_backup (ring, version, taken_at) values (?, ?, ?) on conflict"
                        + " (ring) do update set version = excluded.version, taken_at ="
                        + " excluded.taken_at, overdue = false",
                newest.ring().value(),
                newest.version().value(),
                takenAt);
        return !known;
    }

    /** Rings whose newest key is in no backup that is young enough, and of whom it was not told. */
    public List<Overdue> overdue(Duration allowed, int limit) {
        return sql.query(
                "select r.id, r.current_version, b.taken_at from ring r join ring_key k on k.ring ="
                    + " r.id and k.version = r.current_version left join ring_backup b on b.ring ="
                    + " r.id where not coalesce(b.overdue, false) and greatest(k.created_at, case"
                    + " when b.version = r.current_version then b.taken_at end) +"
                    + " make_interval(secs => ?) <= now() order by r.id limit ?",
                row ->
                        new Overdue(
                                new KeyName(
                                        new RingId(row.getString(1)),
                                        new KeyVersion(row.getLong(2))),
                                row.getObject(3) == null ? null : Sql.instant(row, "taken_at")),
                (double) allowed.toSeconds(),
                limit);
    }

    /**
     * Notes that it is told.
     *
     * @return whether nobody else was first
     */
    public boolean tellOverdue(RingId ring) {
        return sql.update(
                        "insert into ring_backup (ring, overdue) values (?, true) on conflict"
                            + " (ring) do update set overdue = true where not ring_backup.overdue",
                        ring.value())
                == 1;
    }

    /** Remembers a drill; one that passed ends what was told. */
    public void remember(Drill drill) {
        BackupId backup = drill.backup();
        sql.update(
                "insert into restore_drill (id, drilled_at, drilled_by, outcome, backup, opened,"
                        + " missing) values (?, ?, ?, ?, ?, ?, ?)",
                UUID.randomUUID(),
                drill.at(),
                drill.by().value(),
                drill.outcome().name(),
                backup == null ? null : backup.value(),
                drill.opened(),
                drill.missing());
        sql.update(
                "delete from restore_drill where id in (select id from restore_drill order by"
                        + " drilled_at desc offset ?)",
                REMEMBERED);
        if (drill.outcome() == DrillOutcome.PASSED) {
            sql.update("update drill_standing set overdue = false where overdue");
        }
    }

    /** When a drill last passed. */
    public Optional<Instant> lastPassed() {
        return sql.first(
                "select drilled_at from restore_drill where outcome = 'PASSED' order by drilled_at"
                        + " desc limit 1",
                row -> Sql.instant(row, "drilled_at"));
    }

    /** Whether the newest drill, if there was one, did not pass. */
    public boolean lastFailed() {
        return sql.first(
                        "select outcome from restore_drill order by drilled_at desc limit 1",
                        row -> !row.getString(1).equals(DrillOutcome.PASSED.name()))
                .orElse(false);
    }

    /** Whether no drill was made for so long, whatever came of it. */
    public boolean drillDue(Duration every) {
        return sql.first(
                        "select not exists (select 1 from restore_drill where drilled_at > now() -"
                                + " make_interval(secs => ?))",
                        row -> row.getBoolean(1),
                        (double) every.toSeconds())
                .orElseThrow();
    }

    /**
     * Notes that it is told that no drill has passed for too long.
     *
     * @return whether nobody else was first
     */
    public boolean tellDrillOverdue() {
        return sql.update("update drill_standing set overdue = true where not overdue") == 1;
    }
}
