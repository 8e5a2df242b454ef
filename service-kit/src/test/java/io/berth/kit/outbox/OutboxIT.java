package io.berth.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.outbox.RelayStatus.Role;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicReader.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events leave with their transaction, in order, at least once, and at once. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class OutboxIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String LOCK_HOLDER =
            "select l.pid from pg_locks l join pg_database d on d.oid = l.database"
                    + " where l.locktype = 'advisory' and l.granted"
                    + " and d.datname = current_database()";

    @Inject Outbox outbox;
    @Inject AgroalDataSource dataSource;
    @Inject RelayStatus relay;
    @Inject ServiceConfig config;
    @Inject KafkaClients clients;

    private static ReportVms command(String host, int number) {
        return new ReportVms(new HostId(host), new CommandId("c" + number));
    }

    private static int number(Entry<HostCommand> entry) {
        return Integer.parseInt(entry.require().command().value().substring(1));
    }

    private static List<Entry<HostCommand>> of(List<Entry<HostCommand>> entries, String host) {
        return entries.stream().filter(entry -> host.equals(entry.key())).toList();
    }

    @Test
    void whatIsCommittedIsPublishedInOrderWithItsAttributes() {
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            QuarkusTransaction.requiringNew()
                    .run(() ->
                            IntStream.range(0, 1200)
                                    .forEach(i ->
                                            outbox.put(
                                                    Topics.HOST_COMMANDS, command("ordered", i))));
            List<Entry<HostCommand>> read =
                    reader.awaitMany(1200, SOON, entry -> "ordered".equals(entry.key()));
            assertThat(read).extracting(OutboxIT::number).isSorted().hasSize(1200);
            assertThat(read.getFirst().header("ce_source")).isEqualTo("/berth/kit");
            assertThat(read.getFirst().header("ce_type")).isEqualTo("io.berth.hosts.report-vms.v1");
            assertThat(read).extracting(Entry::id).doesNotHaveDuplicates();
        }
    }

    /** More than are held in memory, so that most were written long before the commit. */
    @Test
    void aBulkTransactionIsPublishedInOrderAfterItsCommit() {
        int rows = 3 * OutboxWriter.HELD_ROWS + 7;
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        IntStream.range(0, rows)
                                .forEach(i -> outbox.put(Topics.HOST_COMMANDS, command("bulk", i)));
                        QuarkusTransaction.requiringNew()
                                .run(() ->
                                        outbox.put(Topics.HOST_COMMANDS, command("meanwhile", 1)));
                        reader.await(SOON, entry -> "meanwhile".equals(entry.key()));
                        assertThat(of(reader.readFor(Duration.ofMillis(300)), "bulk")).isEmpty();
                    });
            List<Entry<HostCommand>> read =
                    reader.awaitMany(rows, SOON, entry -> "bulk".equals(entry.key()));
            assertThat(read)
                    .extracting(OutboxIT::number)
                    .containsExactlyElementsOf(IntStream.range(0, rows).boxed().toList());
        }
    }

    @Test
    void whatIsRolledBackIsNotPublished() {
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            assertThatThrownBy(() ->
                            QuarkusTransaction.requiringNew()
                                    .run(() -> {
                                        outbox.put(Topics.HOST_COMMANDS, command("undone", 1));
                                        throw new IllegalStateException("no");
                                    }))
                    .isInstanceOf(IllegalStateException.class);
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.put(Topics.HOST_COMMANDS, command("done", 2)));
            reader.await(SOON, entry -> "done".equals(entry.key()));
            assertThat(of(reader.readFor(Duration.ofMillis(300)), "undone")).isEmpty();
        }
    }

    @Test
    void outsideATransactionTheOutboxRefuses() {
        assertThatThrownBy(() -> outbox.put(Topics.HOST_COMMANDS, command("h", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
    }

    @Test
    void aCommitIsOnTheTopicWithinMoments() {
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            publishAndMeasure(reader, 0);
            long fastest = Long.MAX_VALUE;
            for (int i = 1; i <= 20; i++) {
                fastest = Math.min(fastest, publishAndMeasure(reader, i));
            }
            assertThat(Duration.ofNanos(fastest))
                    .as("far below the poll interval of %s", config.outbox().pollInterval())
                    .isLessThan(Duration.ofMillis(150));
        }
    }

    private long publishAndMeasure(TopicReader<HostCommand> reader, int number) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.put(Topics.HOST_COMMANDS, command("quick", number)));
        long committed = System.nanoTime();
        reader.await(SOON, entry -> "quick".equals(entry.key()) && number(entry) == number);
        return System.nanoTime() - committed;
    }

    /** A fault of the relay's own would hide behind its starting over. */
    @Test
    void oneSessionPublishesOnAndOn() {
        await().atMost(SOON).until(() -> relay.role() == Role.PUBLISHING);
        Long session = query(LOCK_HOLDER);
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            for (int i = 0; i < 20; i++) {
                publishAndMeasure(reader, i);
                reader.readFor(config.outbox().pollInterval().dividedBy(5));
            }
        }
        assertThat(session).isNotNull().isEqualTo(query(LOCK_HOLDER));
        assertThat(relay.unpublished()).isZero();
    }

    @Test
    void theTraceOfTheCallerGoesAlong() {
        SpanContext span =
                SpanContext.create(
                        "0af7651916cd43dd8448eb211c80319c",
                        "b7ad6b7169203331",
                        TraceFlags.getSampled(),
                        TraceState.getDefault());
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        try (var _ = Span.wrap(span).makeCurrent()) {
                            outbox.put(Topics.HOST_COMMANDS, command("traced", 1));
                        }
                    });
            assertThat(
                            reader.await(SOON, entry -> "traced".equals(entry.key()))
                                    .header("traceparent"))
                    .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
    }

    @Test
    void aDeletionIsARecordWithoutValue() {
        try (var reader = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        outbox.put(Topics.INVENTORY_STATE, new ManagementGroupState(77, "gone", 1));
                        outbox.delete(Topics.INVENTORY_STATE, "management-group/77");
                    });
            List<Entry<InventoryState>> read =
                    reader.awaitMany(2, SOON, e -> "management-group/77".equals(e.key()));
            assertThat(read.get(0).event()).isNotNull();
            assertThat(read.get(1).raw().value()).isNull();
            assertThat(read.get(1).id()).isNotNull();
        }
        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew()
                                .run(() -> outbox.delete(Topics.HOST_COMMANDS, "h")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Killed between publishing and marking: twice on the topic, at two offsets, in order. */
    @Test
    void aRelayThatDiesBeforeMarkingPublishesAgain() {
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            sql(
                    """
                    create or replace function refuse_mark() returns trigger language plpgsql as $$
                    begin
                        if new.published_at is not null and convert_from(new.key, 'UTF8') = 'twice' then
                            perform pg_terminate_backend(pg_backend_pid());
                        end if;
                        return new;
                    end $$
                    """);
            sql(
                    "create trigger refuse_mark before update on outbox for each row execute"
                            + " function refuse_mark()");
            try {
                QuarkusTransaction.requiringNew()
                        .run(() -> {
                            outbox.put(Topics.HOST_COMMANDS, command("twice", 1));
                            outbox.put(Topics.HOST_COMMANDS, command("twice", 2));
                        });
                reader.awaitMany(4, SOON, entry -> "twice".equals(entry.key()));
            } finally {
                sql("drop trigger refuse_mark on outbox");
            }
            await().atMost(SOON).until(() -> unpublished() == 0);
            List<Entry<HostCommand>> twice = of(reader.readFor(Duration.ofMillis(500)), "twice");
            assertThat(twice)
                    .extracting(Entry::id)
                    .containsOnly(twice.get(0).id(), twice.get(1).id());
            assertThat(twice.stream().map(OutboxIT::number).limit(4)).containsExactly(1, 2, 1, 2);
            assertThat(twice).extracting(e -> e.raw().offset()).doesNotHaveDuplicates();
        }
    }

    @Test
    void oneOfTwoRelaysPublishesAndTheOtherTakesOver() throws Exception {
        RelayStatus otherStatus =
                new RelayStatus(new SimpleMeterRegistry(), InstantSource.system());
        OutboxRelay other =
                new OutboxRelay(
                        config,
                        clients,
                        otherStatus,
                        new FreshRows(),
                        TestPlatform.jdbcUrl(),
                        Optional.of(TestPlatform.jdbcUser()),
                        Optional.of(TestPlatform.jdbcPassword()));
        await().atMost(SOON).until(() -> relay.role() == Role.PUBLISHING);
        other.start(new StartupEvent());
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            await().atMost(SOON).until(() -> otherStatus.role() == Role.STANDBY);
            for (int i = 0; i < 50; i++) {
                int number = i;
                QuarkusTransaction.requiringNew()
                        .run(() -> outbox.put(Topics.HOST_COMMANDS, command("single", number)));
            }
            reader.awaitMany(50, SOON, entry -> "single".equals(entry.key()));
            assertThat(of(reader.readFor(Duration.ofMillis(500)), "single")).hasSize(50);

            sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name"
                        + " like '%-relay' and pid in (select pid from pg_locks where locktype ="
                        + " 'advisory' and granted)");
            await().atMost(SOON)
                    .until(() ->
                            relay.role() == Role.PUBLISHING
                                    ^ otherStatus.role() == Role.PUBLISHING);
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.put(Topics.HOST_COMMANDS, command("single", 50)));
            reader.awaitMany(51, SOON, entry -> "single".equals(entry.key()));
        } finally {
            other.stop(new ShutdownEvent());
        }
        assertThat(otherStatus.role()).isEqualTo(Role.OFF);
        await().atMost(SOON).until(() -> relay.role() == Role.PUBLISHING);
    }

    /** A lower id that commits later is published all the same: there is no cursor. */
    @Test
    void aLateCommitOfAnEarlyIdIsNotLost() throws Exception {
        try (var reader = TopicReader.fromNow(Topics.HOST_COMMANDS);
                Connection slow = dataSource.getConnection()) {
            slow.setAutoCommit(false);
            insertRaw(slow, "late");
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.put(Topics.HOST_COMMANDS, command("early", 1)));
            reader.await(SOON, entry -> "early".equals(entry.key()));
            slow.commit();
            reader.await(SOON, entry -> "late".equals(entry.key()));
        }
    }

    private static void insertRaw(Connection connection, String key) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into outbox (topic, key, headers, payload) values ('hosts.commands', '"
                            + key
                            + "'::bytea, '[]', '{}'::bytea)");
        }
    }

    private long unpublished() {
        Long count = query("select count(*) from outbox where published_at is null");
        return count == null ? -1 : count;
    }

    private void sql(String statement) {
        try (Connection connection = dataSource.getConnection();
                Statement execute = connection.createStatement()) {
            execute.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Long query(String select) {
        try (Connection connection = dataSource.getConnection();
                Statement execute = connection.createStatement();
                ResultSet rows = execute.executeQuery(select)) {
            return rows.next() ? rows.getLong(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
