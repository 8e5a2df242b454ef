package io.berth.inventory.store.storage;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.HostId;
import io.berth.inventory.domain.storage.OpenOrder;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Orders of consolidation plans that wait for an answer. Hard state; times are those of the
 * database, so that instances with different clocks agree. Works in the caller's transaction, which
 * holds the plan.
 */
@ApplicationScoped
public class OrderStore {
    private static final String COLUMNS =
            "select plan, step, command, host, sends, elsewhere, ordered_at, due_at from"
                    + " consolidation_order ";

    private final Sql sql;

    OrderStore(Sql sql) {
        this.sql = sql;
    }

    /** An order has gone out; the one before of the same plan is forgotten. */
    public void put(
            ConsolidationPlanId plan,
            int step,
            CommandId command,
            HostId host,
            int sends,
            Duration within) {
        sql.update(
                "insert into consolidation_order (plan, step, command, host, sends, elsewhere,"
                    + " ordered_at, due_at) values (?, ?, ?, ?, ?, false, now(), now() + ? *"
                    + " interval '1 millisecond') on conflict (plan) do update set step ="
                    + " excluded.step, command = excluded.command, host = excluded.host, sends ="
                    + " excluded.sends, elsewhere = false, ordered_at = excluded.ordered_at, due_at"
                    + " = excluded.due_at",
                plan.value(),
                step,
                command.value(),
                host.value(),
                sends,
                within.toMillis());
    }

    /** The agent asked says that the VM runs elsewhere: it is looked for after {@code pause}. */
    public void elsewhere(ConsolidationPlanId plan, Duration pause) {
        sql.update(
                "update consolidation_order set elsewhere = true, due_at = now() + ? * interval"
                        + " '1 millisecond' where plan = ?",
                pause.toMillis(),
                plan.value());
    }

    /** The order of a plan that is under way. */
    public Optional<OpenOrder> find(ConsolidationPlanId plan) {
        return sql.query(COLUMNS + "where plan = ?", OrderStore::read, plan.value()).stream()
                .findFirst();
    }

    /** The order of a plan whose time is over. */
    public Optional<OpenOrder> findDue(ConsolidationPlanId plan) {
        return sql
                .query(
                        COLUMNS + "where plan = ? and due_at <= now()",
                        OrderStore::read,
                        plan.value())
                .stream()
                .findFirst();
    }

    /** Plans with an order whose time is over, the oldest first. */
    public List<ConsolidationPlanId> due(int limit) {
        return sql.query(
                "select plan from consolidation_order where due_at <= now() order by due_at limit "
                        + limit,
                row -> new ConsolidationPlanId(row.getString("plan")));
    }

    /** Nothing of a plan is under way any more. */
    public void remove(ConsolidationPlanId plan) {
        sql.update("delete from consolidation_order where plan = ?", plan.value());
    }

    private static OpenOrder read(ResultSet row) throws SQLException {
        return new OpenOrder(
                new ConsolidationPlanId(row.getString("plan")),
                row.getInt("step"),
                new CommandId(row.getString("command")),
                new HostId(row.getString("host")),
                row.getInt("sends"),
                row.getBoolean("elsewhere"),
                Sql.instant(row, "ordered_at"),
                Sql.instant(row, "due_at"));
    }
}
