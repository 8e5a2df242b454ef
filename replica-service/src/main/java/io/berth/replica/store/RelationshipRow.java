package io.berth.replica.store;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.Agenda;
import io.berth.replica.domain.Agreement;
import io.berth.replica.domain.ChangeLog;
import io.berth.replica.domain.Consistency;
import io.berth.replica.domain.CycleWindow;
import io.berth.replica.domain.Frequency;
import io.berth.replica.domain.Grid;
import io.berth.replica.domain.HoldReason;
import io.berth.replica.domain.Phase;
import io.berth.replica.domain.Progress;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.RunningCycle;
import io.berth.replica.domain.Schedule;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.Window;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code relationship} and the statements that read and write whole rows. */
final class RelationshipRow {
    private static final String AGREED =
            "id, vm, target_host, frequency_seconds, recovery_points, created_at, grid_start";
    private static final String SETTINGS =
            "zone, windows, resync_window, disks, consistent_hours, authentication,"
                    + " initial_copy, initial_copy_at, bytes_per_second, extends,"
                    + " extended_source, revision";
    private static final String CHANGING =
            "state, resume_to, state_since, next_due_at, wake_at, held, last_cycle,"
                    + " running_command, running_kind, running_source, running_due_at,"
                    + " running_since, answer_by, last_point_at, exposed_since, failures,"
                    + " target_lost_since, recent_newest, recent_completed, recent_missed,"
                    + " asked, changed_rate, sent_rate, pending_bytes, disk_bytes, log_at,"
                    + " consistent_at, consistent_now";

    /** All columns in the order in which {@link #read} takes them. */
    static final String COLUMNS = AGREED + ", " + SETTINGS + ", " + CHANGING;

    /** Takes {@link #bindNew}. */
    static final String INSERT =
            "insert into relationship (" + COLUMNS + ") values (" + placeholders(COLUMNS) + ")";

    /** Takes {@link #bindChanged}. */
    static final String UPDATE =
            "update relationship set ("
                    + CHANGING
                    + ") = row("
                    + placeholders(CHANGING)
                    + ") where id = ?";

    /** Takes {@link #bindAgreed}. */
    static final String UPDATE_AGREED =
            "update relationship set (target_host, frequency_seconds, recovery_points, grid_start, "
                    + SETTINGS
                    + ") = row(?, ?, ?, ?, "
                    + placeholders(SETTINGS)
                    + ") where id = ?";

    private RelationshipRow() {}

    private static String placeholders(String columns) {
        return "?" + ", ?".repeat(columns.split(",", -1).length - 1);
    }

    static void bindNew(Parameters parameters, Relationship relationship) throws SQLException {
        Agreement agreement = relationship.agreement();
        parameters
                .text(agreement.id())
                .text(agreement.vm())
                .text(agreement.target())
                .number(agreement.frequency().interval().toSeconds())
                .number(agreement.recoveryPoints())
                .time(agreement.createdAt())
                .time(agreement.grid().start());
        bindSettings(parameters, agreement.settings());
        bindChanging(parameters, relationship);
    }

    static void bindAgreed(Parameters parameters, Agreement agreement) throws SQLException {
        parameters
                .text(agreement.target())
                .number(agreement.frequency().interval().toSeconds())
                .number(agreement.recoveryPoints())
                .time(agreement.grid().start());
        bindSettings(parameters, agreement.settings());
        parameters.text(agreement.id());
    }

    private static void bindSettings(Parameters parameters, Settings settings) throws SQLException {
        Duration every = settings.consistentEvery();
        Settings.Extension extension = settings.extension();
        parameters
                .text(settings.zone().getId())
                .texts(settings.schedule().windows())
                .text(settings.resyncWindow())
                .texts(settings.disks())
                .number(every == null ? null : Long.valueOf(every.toHours()))
                .text(settings.authentication())
                .text(settings.initialCopy())
                .time(settings.initialCopyAt())
                .number(settings.bytesPerSecond())
                .text(extension == null ? null : extension.of())
                .text(extension == null ? null : extension.source())
                .number(settings.revision());
    }

    static void bindChanged(Parameters parameters, Relationship relationship) throws SQLException {
        bindChanging(parameters, relationship);
        parameters.text(relationship.id());
    }

    private static void bindChanging(Parameters parameters, Relationship relationship)
            throws SQLException {
        Phase phase = relationship.phase();
        Agenda agenda = relationship.agenda();
        Progress progress = relationship.progress();
        CycleNumber last = progress.lastCycle();
        parameters
                .text(phase.state())
                .text(phase.resumeTo())
                .time(phase.since())
                .time(agenda.nextDue())
                .time(agenda.wakeAt())
                .text(agenda.held())
                .number(last == null ? null : Long.valueOf(last.value()));
        bindRunning(parameters, relationship.running());
        CycleWindow recent = progress.recent();
        parameters
                .time(progress.lastPoint())
                .time(progress.exposedSince())
                .number(progress.failures())
                .time(progress.targetLostSince())
                .number(recent.newest())
                .integers(recent.completed())
                .integers(recent.missed())
                .flag(agenda.asked());
        ChangeLog log = progress.log();
        parameters
                .number(log.changedPerSecond())
                .number(log.sentPerSecond())
                .number(log.pendingBytes())
                .number(log.diskBytes())
                .time(log.at())
                .time(progress.consistency().last())
                .flag(progress.consistency().ordered());
    }

    private static void bindRunning(Parameters parameters, @Nullable RunningCycle running)
            throws SQLException {
        if (running == null) {
            parameters.text(null).text(null).text(null).time(null).time(null).time(null);
        } else {
            parameters
                    .text(running.command())
                    .text(running.kind())
                    .text(running.source())
                    .time(running.due())
                    .time(running.orderedAt())
                    .time(running.answerBy());
        }
    }

    static Relationship read(Columns row) throws SQLException {
        RelationshipId id = new RelationshipId(row.text());
        VmId vm = new VmId(row.text());
        HostId target = new HostId(row.text());
        Duration interval = Duration.ofSeconds(row.number());
        int points = Math.toIntExact(row.number());
        Instant createdAt = row.time();
        Frequency frequency =
                Frequency.of(interval)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "relationship " + id + " has the frequency " + interval));
        Grid grid = new Grid(row.time(), frequency);
        Settings settings = readSettings(row);
        Phase phase = readPhase(row);
        Agenda agenda = readAgenda(row);
        Long last = row.optionalNumber();
        CycleNumber lastCycle = last == null ? null : new CycleNumber(last);
        RunningCycle running = readRunning(row, lastCycle);
        Instant lastPoint = row.optionalTime();
        Instant exposedSince = row.time();
        int failures = Math.toIntExact(row.number());
        Instant targetLost = row.optionalTime();
        CycleWindow recent = new CycleWindow(row.number(), row.integers(), row.integers());
        boolean asked = row.flag();
        ChangeLog log =
                new ChangeLog(
                        row.number(), row.number(), row.number(), row.optionalNumber(), row.time());
        Consistency consistency = new Consistency(row.optionalTime(), row.flag());
        Progress progress =
                new Progress(
                        lastCycle,
                        lastPoint,
                        exposedSince,
                        failures,
                        targetLost,
                        recent,
                        log,
                        consistency);
        return new Relationship(
                new Agreement(id, vm, target, points, createdAt, grid, settings),
                phase,
                new Agenda(agenda.nextDue(), agenda.wakeAt(), agenda.held(), asked),
                running,
                progress);
    }

    private static Settings readSettings(Columns row) throws SQLException {
        ZoneId zone = ZoneId.of(row.text());
        List<Window> windows = row.texts().stream().map(Window::parse).toList();
        Window resync = Window.parse(row.text());
        List<String> disks = row.texts();
        Long hours = row.optionalNumber();
        ReplicaAuthentication authentication = ReplicaAuthentication.valueOf(row.text());
        InitialCopyWay initialCopy = InitialCopyWay.valueOf(row.text());
        Instant initialCopyAt = row.optionalTime();
        Long throttle = row.optionalNumber();
        String of = row.optionalText();
        String source = row.optionalText();
        return new Settings(
                new Schedule(windows, zone),
                resync,
                disks,
                hours == null ? null : Duration.ofHours(hours),
                authentication,
                initialCopy,
                initialCopyAt,
                throttle,
                of == null || source == null
                        ? null
                        : new Settings.Extension(new RelationshipId(of), new HostId(source)),
                row.number());
    }

    private static Phase readPhase(Columns row) throws SQLException {
        ReplicationState state = ReplicationState.valueOf(row.text());
        String resumeTo = row.optionalText();
        return new Phase(
                state, resumeTo == null ? null : ReplicationState.valueOf(resumeTo), row.time());
    }

    private static Agenda readAgenda(Columns row) throws SQLException {
        Instant nextDue = row.time();
        Instant wakeAt = row.optionalTime();
        String held = row.optionalText();
        return new Agenda(nextDue, wakeAt, held == null ? null : HoldReason.valueOf(held));
    }

    /** The cycle that runs is always the last one ordered. */
    private static @Nullable RunningCycle readRunning(Columns row, @Nullable CycleNumber number)
            throws SQLException {
        String command = row.optionalText();
        String kind = row.optionalText();
        String source = row.optionalText();
        Instant due = row.optionalTime();
        Instant orderedAt = row.optionalTime();
        Instant answerBy = row.optionalTime();
        return number == null
                        || command == null
                        || kind == null
                        || source == null
                        || due == null
                        || orderedAt == null
                        || answerBy == null
                ? null
                : new RunningCycle(
                        number,
                        new CommandId(command),
                        CycleKind.valueOf(kind),
                        new HostId(source),
                        due,
                        orderedAt,
                        answerBy);
    }
}
