package io.berth.replica.store;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.RunningCycle;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The newest ended cycles of each relationship, in the caller's transaction. */
@ApplicationScoped
public class CycleStore {
    private static final String COLUMNS =
            "relationship, number, kind, source, target, command, due_at, ordered_at, answer_by,"
                    + " ended_at, failure, bytes, took_nanos, detail";
    private static final String INSERT =
            "insert into ended_cycle ("
                    + COLUMNS
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String PAGE =
            "select "
                    + COLUMNS
                    + " from ended_cycle where relationship = ? and number < ?"
                    + " order by number desc limit ?";
    private static final String PRUNE =
            """
            delete from ended_cycle where ctid = any(array(
                select c.ctid from relationship r join ended_cycle c on c.relationship = r.id
                 where c.number <= r.last_cycle - ? limit ?))
            """;

    private final Database database;

    CycleStore(Database database) {
        this.database = database;
    }

    /** Saves cycles that have ended. */
    public void insert(Collection<EndedCycle> cycles) {
        database.batch(INSERT, cycles, CycleStore::bind);
    }

    /**
     * At most {@code limit} of one relationship, the newest first.
     *
     * @param before only those with a lower number
     */
    public List<EndedCycle> page(RelationshipId relationship, long before, int limit) {
        return database.query(
                PAGE, p -> p.text(relationship).number(before).number(limit), CycleStore::read);
    }

    /** Deletes, at most so many, what is beyond the newest {@code kept} of each. */
    public int prune(int kept, int atMost) {
        return database.update(PRUNE, p -> p.number(kept).number(atMost));
    }

    private static void bind(Parameters parameters, EndedCycle ended) throws SQLException {
        RunningCycle cycle = ended.cycle();
        parameters
                .text(ended.relationship())
                .number(cycle.number().value())
                .text(cycle.kind())
                .text(cycle.source())
                .text(ended.target())
                .text(cycle.command())
                .time(cycle.due())
                .time(cycle.orderedAt())
                .time(cycle.answerBy())
                .time(ended.endedAt())
                .text(ended.failure())
                .number(ended.bytes())
                .number(ended.took().toNanos())
                .text(ended.detail());
    }

    private static EndedCycle read(Columns row) throws SQLException {
        RelationshipId relationship = new RelationshipId(row.text());
        CycleNumber number = new CycleNumber(row.number());
        CycleKind kind = CycleKind.valueOf(row.text());
        HostId source = new HostId(row.text());
        HostId target = new HostId(row.text());
        CommandId command = new CommandId(row.text());
        RunningCycle cycle =
                new RunningCycle(number, command, kind, source, row.time(), row.time(), row.time());
        Instant endedAt = row.time();
        String failure = row.optionalText();
        return new EndedCycle(
                relationship,
                cycle,
                target,
                endedAt,
                failure == null ? null : CycleFailure.valueOf(failure),
                row.number(),
                Duration.ofNanos(row.number()),
                row.text());
    }
}
