package io.berth.replica.store;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.run.FailoverRun.Member;
import io.berth.replica.domain.run.FailoverRun.Order;
import io.berth.replica.domain.run.FailoverRun.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of failovers, in the caller's transaction. Whoever changes one has locked its row. */
@ApplicationScoped
public class RunStore {
    private static final String RUN =
            "id, scope, kind, begun_by, accept_seconds, begun_at, pauses, step, step_from,"
                    + " ended_at, stopped";
    private static final String SELECT = "select " + RUN + " from failover_run ";
    private static final String UPSERT =
            "insert into failover_run ("
                    + RUN
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict (id) do update set step = excluded.step,"
                    + " step_from = excluded.step_from, ended_at = excluded.ended_at,"
                    + " stopped = excluded.stopped";
    private static final String MEMBER =
            """
            insert into failover_run_member (run, place, relationship, vm, step, standing, code,
                detail, recovery_ms, loss_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (run, place) do update set standing = excluded.standing,
                code = excluded.code, detail = excluded.detail, recovery_ms = excluded.recovery_ms,
                loss_ms = excluded.loss_ms
            """;
    private static final String MEMBERS =
            """
            select run, relationship, vm, step, standing, code, detail, recovery_ms, loss_ms
              from failover_run_member where run = any(?) order by run, place
            """;
    private static final String BUSY =
            """
            select m.relationship, m.run from failover_run_member m
             where m.relationship = any(?) and m.standing in ('WAITING', 'BEGUN')
             order by m.relationship limit 1
            """;

    private final Database database;

    RunStore(Database database) {
        this.database = database;
    }

    /** A run that has a relationship. */
    public record Busy(RelationshipId relationship, String run) {}

    /** One. */
    public Optional<FailoverRun> find(String id) {
        return read("where id = ?", p -> p.text(id)).stream().findFirst();
    }

    /** One, locked until the transaction ends. */
    public Optional<FailoverRun> lock(String id) {
        return read("where id = ? for update", p -> p.text(id)).stream().findFirst();
    }

    /** At most so many that began before a moment, the newest first. */
    public List<FailoverRun> page(Instant before, int limit) {
        return read(
                "where begun_at < ? order by begun_at desc, id limit ?",
                p -> p.time(before).number(limit));
    }

    /** Those under way, locked until the transaction ends; what others have locked is theirs. */
    public List<FailoverRun> claim(int limit) {
        return read(
                "where ended_at is null order by begun_at, id limit ? for update skip locked",
                p -> p.number(limit));
    }

    private List<FailoverRun> read(String which, Database.Binder binder) {
        List<FailoverRun> bare = database.query(SELECT + which, binder, RunStore::withoutMembers);
        Map<String, List<Member>> members = new HashMap<>();
        if (!bare.isEmpty()) {
            database.each(
                    MEMBERS,
                    p -> p.texts(bare.stream().map(FailoverRun::id).toList()),
                    row -> Map.entry(row.text(), member(row)),
                    one ->
                            members.computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                                    .add(one.getValue()));
        }
        return bare.stream()
                .map(run -> run.with(members.getOrDefault(run.id(), List.of())))
                .toList();
    }

    /** One of these relationships that is in a run under way; empty when none is. */
    public Optional<Busy> busy(Collection<RelationshipId> relationships) {
        return database
                .query(
                        BUSY,
                        p -> p.texts(relationships),
                        row -> new Busy(new RelationshipId(row.text()), row.text()))
                .stream()
                .findFirst();
    }

    /**
     * Saves a run.
     *
     * @param before as it is saved; null for a new one
     */
    public void save(@Nullable FailoverRun before, FailoverRun run) {
        Order order = run.order();
        Duration accepted = order.acceptLossUpTo();
        database.update(
                UPSERT,
                p ->
                        p.text(order.id())
                                .text(order.scope())
                                .text(order.kind())
                                .text(order.by())
                                .number(
                                        accepted == null
                                                ? null
                                                : Long.valueOf(accepted.toSeconds()))
                                .time(order.begunAt())
                                .integers(
                                        order.pauses().stream()
                                                .map(pause -> Math.toIntExact(pause.toSeconds()))
                                                .toList())
                                .number(run.step())
                                .time(run.stepFrom())
                                .time(run.endedAt())
                                .flag(run.stopped()));
        List<Placed> placed = new ArrayList<>();
        for (int place = 0; place < run.members().size(); place++) {
            Member member = run.members().get(place);
            if (before == null || !before.members().get(place).equals(member)) {
                placed.add(new Placed(place, member));
            }
        }
        database.batch(MEMBER, placed, (p, one) -> bind(p, run.id(), one));
    }

    private record Placed(int place, Member member) {}

    private static void bind(Parameters p, String run, Placed placed) throws SQLException {
        Member member = placed.member();
        p.text(run)
                .number(placed.place())
                .text(member.relationship())
                .text(member.vm())
                .number(member.step())
                .text(member.standing())
                .text(member.code())
                .text(member.detail())
                .number(millis(member.recoveryTime()))
                .number(millis(member.loss()));
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : Long.valueOf(duration.toMillis());
    }

    private static FailoverRun withoutMembers(Columns row) throws SQLException {
        String id = row.text();
        String scope = row.text();
        FailoverKind kind = FailoverKind.valueOf(row.text());
        Principal by = new Principal(row.text());
        Long accepted = row.optionalNumber();
        Instant begunAt = row.time();
        List<Duration> pauses =
                row.integers().stream().map(seconds -> Duration.ofSeconds(seconds)).toList();
        int step = Math.toIntExact(row.number());
        Instant stepFrom = row.time();
        Instant endedAt = row.optionalTime();
        boolean stopped = row.flag();
        return new FailoverRun(
                new Order(
                        id,
                        scope,
                        kind,
                        by,
                        accepted == null ? null : Duration.ofSeconds(accepted),
                        begunAt,
                        pauses),
                step,
                stepFrom,
                endedAt,
                stopped,
                List.of());
    }

    private static Member member(Columns row) throws SQLException {
        RelationshipId relationship = new RelationshipId(row.text());
        VmId vm = new VmId(row.text());
        int step = Math.toIntExact(row.number());
        Standing standing = Standing.valueOf(row.text());
        String code = row.optionalText();
        String detail = row.optionalText();
        Long recovery = row.optionalNumber();
        Long loss = row.optionalNumber();
        return new Member(
                relationship,
                vm,
                step,
                standing,
                code,
                detail,
                recovery == null ? null : Duration.ofMillis(recovery),
                loss == null ? null : Duration.ofMillis(loss));
    }
}
