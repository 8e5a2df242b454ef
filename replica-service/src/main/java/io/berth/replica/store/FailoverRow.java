package io.berth.replica.store;

import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.Phase;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.Route;
import io.berth.replica.domain.failover.Stage;
import io.berth.replica.domain.failover.Waiting;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** A row of {@code failover} and the statement that writes one. */
final class FailoverRow {
    /** All columns in the order in which {@link #read} takes them. */
    static final String COLUMNS =
            "relationship, vm, kind, begun_by, begun_at, home, away, source, target, home_owners,"
                    + " home_available, ran, before_state, before_resume_to,"
                    + " before_since, step, step_since, wake_at, asked_at, waiting, point_cycle,"
                    + " point_at, point_consistent, stopped_epoch, command, promotion,"
                    + " running_since";

    /** A new row, or another in its place; takes {@link #bind}. */
    static final String UPSERT =
            "insert into failover ("
                    + COLUMNS
                    + ") values ("
                    + COLUMNS.replaceAll("[a-z_]+", "?")
                    + ") on conflict (relationship) do update set ("
                    + COLUMNS
                    + ") = row("
                    + COLUMNS.replaceAll("[a-z_]+", "excluded.$0")
                    + ")";

    private FailoverRow() {}

    static void bind(Parameters parameters, Failover failover) throws SQLException {
        Route route = failover.route();
        Stage stage = failover.stage();
        RecoveryPoint point = stage.point();
        Epoch stopped = stage.stoppedAt();
        parameters
                .text(failover.relationship())
                .text(failover.vm())
                .text(failover.kind())
                .text(failover.by())
                .time(failover.begunAt())
                .text(route.home())
                .text(route.away())
                .text(route.source())
                .text(route.target())
                .texts(route.back().possibleOwners())
                .flag(route.back().highlyAvailable())
                .flag(route.ran())
                .text(failover.before().state())
                .text(failover.before().resumeTo())
                .time(failover.before().since())
                .text(stage.step())
                .time(stage.since())
                .time(stage.wakeAt())
                .time(stage.askedAt())
                .text(stage.waiting() == null ? null : stage.waiting().name())
                .number(point == null ? null : Long.valueOf(point.cycle().value()))
                .time(point == null ? null : point.pointAt())
                .flag(point != null && point.applicationConsistent())
                .number(stopped == null ? null : Long.valueOf(stopped.value()))
                .text(stage.command())
                .text(stage.promotion())
                .time(stage.runningSince());
    }

    static Failover read(Columns row) throws SQLException {
        RelationshipId relationship = new RelationshipId(row.text());
        VmId vm = new VmId(row.text());
        FailoverKind kind = FailoverKind.valueOf(row.text());
        Principal by = new Principal(row.text());
        Instant begunAt = row.time();
        DomainId home = new DomainId(row.text());
        DomainId away = new DomainId(row.text());
        HostId source = new HostId(row.text());
        HostId target = new HostId(row.text());
        List<HostId> owners = row.texts().stream().map(HostId::new).toList();
        boolean homeAvailable = row.flag();
        boolean ran = row.flag();
        ReplicationState state = ReplicationState.valueOf(row.text());
        String resumeTo = row.optionalText();
        Phase before =
                new Phase(
                        state,
                        resumeTo == null ? null : ReplicationState.valueOf(resumeTo),
                        row.time());
        return new Failover(
                relationship,
                vm,
                kind,
                by,
                begunAt,
                new Route(
                        home, away, source, target, new HandOverTerms(owners, homeAvailable), ran),
                before,
                readStage(row));
    }

    private static Stage readStage(Columns row) throws SQLException {
        FailoverStep step = FailoverStep.valueOf(row.text());
        Instant since = row.time();
        Instant wakeAt = row.optionalTime();
        Instant askedAt = row.optionalTime();
        String waiting = row.optionalText();
        Long cycle = row.optionalNumber();
        Instant pointAt = row.optionalTime();
        boolean consistent = row.flag();
        Long epoch = row.optionalNumber();
        String command = row.optionalText();
        String promotion = row.optionalText();
        return new Stage(
                step,
                since,
                wakeAt,
                askedAt,
                waiting == null ? null : Waiting.valueOf(waiting),
                cycle == null || pointAt == null
                        ? null
                        : new RecoveryPoint(new CycleNumber(cycle), pointAt, consistent),
                epoch == null ? null : new Epoch(epoch),
                command == null ? null : new CommandId(command),
                promotion == null ? null : ReplicaPromoted.Outcome.valueOf(promotion),
                row.optionalTime());
    }
}
