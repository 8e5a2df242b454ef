package io.berth.replica.store;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.ReplicaTest.Order;
import io.berth.replica.domain.test.ReplicaTest.Result;
import io.berth.replica.domain.test.TestStep;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code replica_test} and the statement that writes one. */
final class TestRow {
    /** All columns in the order in which {@link #read} takes them. */
    static final String COLUMNS =
            "id, number, relationship, vm, host, point_cycle, point_at, point_consistent,"
                    + " memory_mib, boot_within_ms, keep_for_ms, begun_by, begun_at, step,"
                    + " step_since, wake_at, asked, ending, outcome, boot_took_ms, detail,"
                    + " outcome_at";

    /** A new row, or what became of it; takes {@link #bind}. */
    static final String UPSERT =
            "insert into replica_test ("
                    + COLUMNS
                    + ") values ("
                    + COLUMNS.replaceAll("[a-z_]+", "?")
                    + ") on conflict (id) do update set ("
                    + COLUMNS
                    + ") = row("
                    + COLUMNS.replaceAll("[a-z_]+", "excluded.$0")
                    + ")";

    private TestRow() {}

    static void bind(Parameters parameters, ReplicaTest test) throws SQLException {
        Order order = test.order();
        Result result = test.result();
        Duration took = result == null ? null : result.bootTook();
        parameters
                .text(order.id())
                .number(order.number())
                .text(order.relationship())
                .text(order.vm())
                .text(order.host())
                .number(order.point().cycle().value())
                .time(order.point().pointAt())
                .flag(order.point().applicationConsistent())
                .number(order.memory().value())
                .number(order.bootWithin().toMillis())
                .number(order.keepFor().toMillis())
                .text(order.by())
                .time(order.begunAt())
                .text(test.step())
                .time(test.since())
                .time(test.wakeAt())
                .number(test.asked())
                .text(test.ending())
                .text(result == null ? null : result.outcome().name())
                .number(took == null ? null : Long.valueOf(took.toMillis()))
                .text(result == null ? null : result.detail())
                .time(result == null ? null : result.at());
    }

    static ReplicaTest read(Columns row) throws SQLException {
        Order order =
                new Order(
                        new CommandId(row.text()),
                        row.number(),
                        new RelationshipId(row.text()),
                        new VmId(row.text()),
                        new HostId(row.text()),
                        new RecoveryPoint(new CycleNumber(row.number()), row.time(), row.flag()),
                        new MiB(row.number()),
                        Duration.ofMillis(row.number()),
                        Duration.ofMillis(row.number()),
                        new Principal(row.text()),
                        row.time());
        TestStep step = TestStep.valueOf(row.text());
        Instant since = row.time();
        Instant wakeAt = row.optionalTime();
        int asked = (int) row.number();
        String ending = row.optionalText();
        return new ReplicaTest(
                order,
                step,
                since,
                wakeAt,
                asked,
                ending == null ? null : new CommandId(ending),
                result(row));
    }

    private static @Nullable Result result(Columns row) throws SQLException {
        String outcome = row.optionalText();
        Long took = row.optionalNumber();
        String detail = row.optionalText();
        Instant at = row.optionalTime();
        return outcome == null || detail == null || at == null
                ? null
                : new Result(
                        TestOutcome.valueOf(outcome),
                        took == null ? null : Duration.ofMillis(took),
                        detail,
                        at);
    }
}
