package io.berth.replica.store;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.Agenda;
import io.berth.replica.domain.Agreement;
import io.berth.replica.domain.CycleWindow;
import io.berth.replica.domain.Frequency;
import io.berth.replica.domain.Grid;
import io.berth.replica.domain.HoldReason;
import io.berth.replica.domain.Phase;
import io.berth.replica.domain.Progress;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.RunningCycle;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code relationship} and the statements that read and write whole rows. */
final class RelationshipRow {
    private static final String AGREED =
            "id, vm, target_host, frequency_seconds, recovery_points, created_at, grid_start";
    private static final String CHANGING =
            "state, resume_to, state_since, next_due_at, wake_at, held, last_cycle,"
                    + " running_command, running_kind, running_source, running_due_at,"
                    + " running_since, answer_by, last_point_at, exposed_since, failures,"
                    + " target_lost_since, recent_newest, recent_completed, recent_missed";

    /** All columns in the order in which {@link #read} takes them. */
    static final String COLUMNS = AGREED + ", " + CHANGING;

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
        bindChanging(parameters, relationship);
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
                .integers(recent.missed());
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
        Phase phase = readPhase(row);
        Agenda agenda = readAgenda(row);
        Long last = row.optionalNumber();
        CycleNumber lastCycle = last == null ? null : new CycleNumber(last);
        RunningCycle running = readRunning(row, lastCycle);
        Progress progress =
                new Progress(
                        lastCycle,
                        row.optionalTime(),
                        row.time(),
                        Math.toIntExact(row.number()),
                        row.optionalTime(),
                        new CycleWindow(row.number(), row.integers(), row.integers()));
        return new Relationship(
                new Agreement(id, vm, target, points, createdAt, grid),
                phase,
                agenda,
                running,
                progress);
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
