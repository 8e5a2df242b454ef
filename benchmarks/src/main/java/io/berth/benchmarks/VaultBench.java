package io.berth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.Role;
import io.berth.platform.stand.ServiceStand;
import io.berth.platform.stand.ServiceStand.Running;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A real vault under single calls at a fixed rate, and while a service of its own brings many
 * ciphertexts under a newer key: inventory's job, which is killed on the way.
 */
final class VaultBench implements AutoCloseable {
    /** What one call may take at {@value #CALLS_PER_SECOND} a second. */
    static final double LIMIT_MILLIS = 5;

    private static final int CALLS_PER_SECOND = 500;

    /** What others ask for while ciphertexts are exchanged. */
    private static final int FOREGROUND_PER_SECOND = 100;

    private static final double MOST_TIMES_SLOWER = 2;

    /** The most that the job may be allowed: one full call of the vault. */
    private static final int REWRAPS_PER_SECOND = 1000;

    private static final int IN_A_CALL = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String RING = "inventory-credentials";
    private static final String FOREGROUND_RING = "bench";
    private static final String HOLDER = "inventory";

    /** As in the images and in compose: C1 is at its full speed within seconds. */
    private static final List<String> JVM =
            List.of(
                    "-Xmx512m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError");

    private final ServiceStand stand;
    private final Running vault;
    private final SameCall protectOne;
    private final Rest administrator;

    private VaultBench(ServiceStand stand) {
        this.stand = stand;
        Path root = stand.file("root-key");
        OwnerOnly.folder(root);
        stand.database("keyvault");
        vault =
                stand.start(
                        "keyvault",
                        1,
                        JVM,
                        Map.of(
                                "BERTH_KEYVAULT_ROOT_KEY_FILE",
                                root.resolve("root.key").toString()));
        administrator = new Rest(vault.url(), stand.token());
        ObjectNode ring = EventCodec.JSON.createObjectNode().put("id", FOREGROUND_RING);
        ring.putArray("principals").add(FOREGROUND_RING);
        administrator.post("rings", ring);
        ObjectNode body = EventCodec.JSON.createObjectNode().put("ring", FOREGROUND_RING);
        body.putArray("records")
                .addObject()
                .put("object", "bench/1")
                .put("field", "secret")
                .put("plaintext", Base64.getEncoder().encodeToString(new byte[1024]));
        protectOne =
                new SameCall(
                        URI.create(vault.url() + "/api/v1/protect"),
                        stand.token(Role.SERVICE, FOREGROUND_RING),
                        body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param time how long each load is measured
     * @param records how many ciphertexts are exchanged; 0: none
     * @param tell is given each report as soon as it is there
     */
    static void run(Duration time, int records, Consumer<Report> tell) {
        try (ServiceStand stand = new ServiceStand(Installation.locate(), "bench-vault");
                VaultBench bench = new VaultBench(stand)) {
            tell.accept(bench.calls(time));
            if (records > 0) {
                tell.accept(bench.rewrap(time, records));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the stand does not answer", e);
        }
    }

    private Report calls(Duration time) {
        var _ = OpenLoop.run(CALLS_PER_SECOND / 5, WARM_UP, protectOne::send);
        var _ = OpenLoop.run(CALLS_PER_SECOND, WARM_UP, protectOne::send);
        Spent before = Spent.now(vault);
        Sample calls = OpenLoop.run(CALLS_PER_SECOND, time, protectOne::send);
        Spent spent = Spent.now(vault).since(before);
        double p99 = calls.percentile(99);
        return new Report(
                "vault: one record of 1024 bytes protected over REST, %d calls a second"
                        .formatted(CALLS_PER_SECOND),
                new Table(
                        List.of("", "calls", "ms p50", "p99", "max"),
                        List.of(row("protect", calls))),
                List.of(
                        "Client, vault, database and broker share the cores; each call is measured"
                                + " from the moment at which it was due, and audited on disk.",
                        spent.perCall(calls.size())),
                p99 < LIMIT_MILLIS
                        ? List.of()
                        : List.of("p99 %.1f ms; the limit is %.0f".formatted(p99, LIMIT_MILLIS)));
    }

    /**
     * Processor time since the start of each process.
     *
     * @param others database and broker
     */
    private record Spent(Duration vault, Duration others, Duration client) {
        static Spent now(Running vault) {
            Duration own = vault.component().process().map(Spent::of).orElse(Duration.ZERO);
            Duration children =
                    ProcessHandle.current()
                            .descendants()
                            .map(Spent::of)
                            .reduce(Duration.ZERO, Duration::plus);
            return new Spent(own, children.minus(own), of(ProcessHandle.current()));
        }

        private static Duration of(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        Spent since(Spent before) {
            return new Spent(
                    vault.minus(before.vault),
                    others.minus(before.others),
                    client.minus(before.client));
        }

        String perCall(int calls) {
            return "Processor time of a call: vault %.2f ms, database and broker %.2f, client %.2f."
                    .formatted(
                            vault.toNanos() / 1e6 / calls,
                            others.toNanos() / 1e6 / calls,
                            client.toNanos() / 1e6 / calls);
        }
    }

    private static List<String> row(String what, Sample calls) {
        return List.of(
                what,
                "%,d".formatted(calls.size()),
                "%.1f".formatted(calls.percentile(50)),
                "%.1f".formatted(calls.percentile(99)),
                "%.1f".formatted(calls.max()));
    }

    private Report rewrap(Duration time, int records) throws SQLException {
        stand.database(HOLDER);
        Running holder = holder(1);
        try (Connection session = stand.session(HOLDER)) {
            fill(session, records);
            Sample alone = OpenLoop.run(FOREGROUND_PER_SECOND, time, protectOne::send);
            administrator.post("rings/" + RING + "/rotate");
            long begun = System.nanoTime();
            try (Rest inventory = new Rest(holder.url(), stand.token())) {
                inventory.post("vault/rewrap");
            }
            Pass pass = new Pass(session, records, holder);
            Sample meanwhile = OpenLoop.run(FOREGROUND_PER_SECOND, pass::goesOn, protectOne::send);
            double seconds = (System.nanoTime() - begun) / 1e9;
            return report(records, alone, meanwhile, seconds, pass.notDone());
        }
    }

    private static Report report(
            int records, Sample alone, Sample meanwhile, double seconds, List<String> notDone) {
        double times = meanwhile.percentile(99) / alone.percentile(99);
        List<String> missed = new ArrayList<>(notDone);
        if (times > MOST_TIMES_SLOWER) {
            missed.add(
                    "p99 of others is %.1f times as long; the limit is %.0f"
                            .formatted(times, MOST_TIMES_SLOWER));
        }
        return new Report(
                "vault: %,d ciphertexts brought under a newer key in %.0f s, the job killed half-way"
                        .formatted(records, seconds),
                new Table(
                        List.of(
                                "protect, " + FOREGROUND_PER_SECOND + "/s",
                                "calls",
                                "ms p50",
                                "p99",
                                "max"),
                        List.of(row("alone", alone), row("meanwhile", meanwhile))),
                List.of(
                        "Inventory's own job at %,d a second; SIGKILL at half, another instance goes on."
                                .formatted(REWRAPS_PER_SECOND),
                        "p99 of others: %.2f times as long.".formatted(times)),
                missed);
    }

    private Running holder(int instance) {
        Path token = stand.file("inventory.token");
        OwnerOnly.write(token, stand.token(Role.SERVICE, HOLDER) + "\n");
        return stand.start(
                HOLDER,
                instance,
                JVM,
                Map.of(
                        "BERTH_INVENTORY_KEYVAULT_ADDRESSES",
                        vault.url().substring("http://".length()),
                        "BERTH_INVENTORY_KEYVAULT_TOKEN_FILE",
                        token.toString(),
                        "BERTH_VAULT_REWRAP_PER_SECOND",
                        Integer.toString(REWRAPS_PER_SECOND)));
    }

    private void fill(Connection session, int records) throws SQLException {
        try (Rest own = new Rest(vault.url(), stand.token(Role.SERVICE, HOLDER));
                PreparedStatement insert =
                        session.prepareStatement(
                                "insert into guarded_secret (kind, id, field, ciphertext,"
                                    + " key_version, set_at, set_by) values ('run-as-account', ?,"
                                    + " 'password', ?, ?, now(), 'bench')")) {
            for (int from = 0; from < records; from += IN_A_CALL) {
                ObjectNode body = EventCodec.JSON.createObjectNode().put("ring", RING);
                ArrayNode wanted = body.putArray("records");
                for (int i = from; i < Math.min(from + IN_A_CALL, records); i++) {
                    wanted.addObject()
                            .put("object", "run-as-account/" + id(i))
                            .put("field", "password")
                            .put("plaintext", secret(i));
                }
                JsonNode answer = own.ask("protect", body);
                int number = from;
                for (JsonNode record : answer.path("records")) {
                    insert.setString(1, id(number++));
                    insert.setString(2, record.path("ciphertext").asText());
                    insert.setLong(3, answer.path("keyVersion").asLong());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private static String id(int number) {
        return "bench-%07d".formatted(number);
    }

    private static String secret(int number) {
        return Base64.getEncoder()
                .encodeToString(("secret " + number).getBytes(StandardCharsets.UTF_8));
    }

    /** One pass of the job, with the kill in the middle. */
    private final class Pass {
        private final Connection session;
        private final int records;
        private final long deadline;
        private final AtomicReference<Thread> killing = new AtomicReference<>();
        private final Running first;
        private long nextLook = System.nanoTime();
        private boolean goesOn = true;

        Pass(Connection session, int records, Running first) {
            this.session = session;
            this.records = records;
            this.first = first;
            deadline =
                    System.nanoTime()
                            + Duration.ofSeconds(180 + 3L * records / REWRAPS_PER_SECOND).toNanos();
        }

        boolean goesOn() {
            if (goesOn && System.nanoTime() - nextLook > 0) {
                nextLook = System.nanoTime() + POLL.toNanos();
                long old = old();
                if (killing.get() == null && old <= records / 2) {
                    killing.set(Thread.startVirtualThread(this::replaceHolder));
                }
                goesOn = old > 0 && System.nanoTime() - deadline < 0;
            }
            return goesOn;
        }

        private void replaceHolder() {
            first.component().kill();
            holder(2);
        }

        private long old() {
            return count("select count(*) from guarded_secret where key_version = 1");
        }

        /** What is wrong at the end; empty when nothing is. */
        List<String> notDone() {
            List<String> wrong = new ArrayList<>();
            long old = old();
            if (old > 0) {
                wrong.add("%,d ciphertexts are under the old key yet".formatted(old));
            }
            long rows = count("select count(*) from guarded_secret where key_version = 2");
            if (rows + old != records) {
                wrong.add("%,d of %,d rows are left".formatted(rows + old, records));
            }
            if (killing.get() == null) {
                wrong.add("the job was over before it was killed");
            }
            int opened = opened();
            if (opened != Math.min(records, IN_A_CALL)) {
                wrong.add("%,d of %,d open".formatted(opened, Math.min(records, IN_A_CALL)));
            }
            return wrong;
        }

        private long count(String query) {
            try (Statement statement = session.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                return row.next() ? row.getLong(1) : -1;
            } catch (SQLException e) {
                throw new IllegalStateException("the database of the stand does not answer", e);
            }
        }

        /** How many of a thousand rows from all over the table open to what was put in. */
        private int opened() {
            ObjectNode body = EventCodec.JSON.createObjectNode().put("ring", RING);
            ArrayNode wanted = body.putArray("records");
            try (Statement statement = session.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "select id, ciphertext from guarded_secret order by md5(id)"
                                            + " limit "
                                            + IN_A_CALL)) {
                while (rows.next()) {
                    wanted.addObject()
                            .put("object", "run-as-account/" + rows.getString(1))
                            .put("field", "password")
                            .put("ciphertext", rows.getString(2));
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the database of the stand does not answer", e);
            }
            int opened = 0;
            try (Rest own = new Rest(vault.url(), stand.token(Role.SERVICE, HOLDER))) {
                for (JsonNode record : own.ask("unprotect", body).path("records")) {
                    String object = record.path("object").asText();
                    int number = Integer.parseInt(object.substring(object.lastIndexOf('-') + 1));
                    opened += record.path("plaintext").asText().equals(secret(number)) ? 1 : 0;
                }
            }
            return opened;
        }
    }

    @Override
    public void close() {
        protectOne.close();
        administrator.close();
    }
}
