package io.berth.checker.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.checker.CheckerMain;
import io.berth.checker.Domain;
import io.berth.checker.Question;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.Ports;
import io.berth.platform.TopicSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole checker program against a real broker and an HTTP server that plays placement. */
class CheckerIT {
    private static final int PARTITIONS = 3;
    private static final String TOKEN = "a-viewer";
    private static final HostId HOST = new HostId("h1");
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final Epoch FIRST = new Epoch(1);

    @TempDir static Path data;
    private static EmbeddedKafka kafka;

    private HttpServer rest;
    private KafkaProducer<byte[], byte[]> producer;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private String prefix;
    private Instant point;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(data, Ports.free(), Ports.free());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void open() throws IOException {
        prefix = "t" + UUID.randomUUID() + ".";
        TopicSetup.create(kafka.bootstrap(), prefix, PARTITIONS);
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rest.createContext("/api/v1/assignments", CheckerIT::assignments);
        rest.createContext("/api/v1/relationships", this::relationships);
        point = Instant.now();
        rest.createContext(
                "/api/v1/fleet/doubled-vms", exchange -> answer(exchange, "{\"doubled\": []}"));
        rest.start();
    }

    @AfterEach
    void close() {
        producer.close();
        rest.stop(0);
    }

    /** One relationship, with an RPO that is counted from the point of {@link #copies}. */
    private void relationships(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                """
                {"items": [{"id": "r1", "vm": "v1", "rpo": "%s"}]}
                """
                        .formatted(Duration.between(point, Instant.now())));
    }

    /** Two pages, so that the cursor is followed. */
    private static void assignments(HttpExchange exchange) throws IOException {
        boolean second = exchange.getRequestURI().getQuery().contains("cursor=next");
        String item =
                """
                {"vm": "%s", "host": "h1", "epoch": 1, "state": "RUNNING"}
                """
                        .formatted(second ? "v2" : "v1");
        answer(
                exchange,
                "{\"items\": [" + item + "]" + (second ? "" : ", \"nextCursor\": \"next\"") + "}");
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        boolean known =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void passesFailsAndSaysThatItCannotJudge() throws Exception {
        garble("placement.decisions");
        long skipped = 1;
        runs(new VmId("v1"));
        runs(new VmId("v2"));
        beats(List.of(new VmId("v1"), new VmId("v2")));

        Path verdict = data.resolve("verdict.json");
        assertThat(check(skipped, TOKEN, verdict)).isZero();
        JsonNode written = EventCodec.JSON.readTree(Files.readAllBytes(verdict));
        assertThat(written.path("passes").asBoolean()).isTrue();
        assertThat(written.path("scope").path("definedVms").asInt()).isEqualTo(2);
        assertThat(written.path("scope").path("runs").asInt()).isEqualTo(2);

        assertThat(check(skipped, "a-stranger", verdict)).isEqualTo(2);
        assertThat(check(0, TOKEN, verdict)).as("the unreadable decision is read").isEqualTo(1);

        write(Topics.INVENTORY_STATE, state(new VmId("v3")));
        assertThat(check(skipped, TOKEN, verdict)).isEqualTo(1);
        assertThat(EventCodec.JSON.readTree(Files.readAllBytes(verdict)).path("findings"))
                .extracting(finding -> finding.path("kind").asText())
                .containsExactly("FORGOTTEN", "ANSWER_DISAGREES");
    }

    @Test
    void judgesReplicationAndSeeksPlantedSecretsInEveryTopic() throws Exception {
        Path secrets = data.resolve("secrets.json");
        Path verdict = data.resolve("replication.json");
        String secret = "correct-horse-battery";
        Secrets.write(Map.of("host h1", secret), secrets);
        runs(new VmId("v1"));
        runs(new VmId("v2"));
        beats(List.of(new VmId("v1"), new VmId("v2")));
        copies(new VmId("v1"));

        assertThat(check(0, TOKEN, verdict, secrets)).as(() -> printed.toString(UTF_8)).isZero();
        JsonNode scope = EventCodec.JSON.readTree(Files.readAllBytes(verdict)).path("scope");
        assertThat(scope.path("relationships").asInt()).isEqualTo(1);
        assertThat(scope.path("completedCycles").asInt()).isEqualTo(1);
        assertThat(scope.path("secrets").asInt()).isEqualTo(1);
        assertThat(scope.path("searchedRecords").asInt()).isGreaterThan(10);

        byte[] base64 = Base64.getEncoder().encode(("x" + secret).getBytes(UTF_8));
        producer.send(new ProducerRecord<>(prefix + "keyvault.audit.dead-letter", base64)).get();
        assertThat(check(0, TOKEN, verdict, secrets)).isEqualTo(1);
        String found = Files.readString(verdict);
        assertThat(EventCodec.JSON.readTree(found).path("findings"))
                .extracting(finding -> finding.path("kind").asText())
                .containsExactly("SECRET_LEAKED");
        assertThat(found).doesNotContain(secret);
    }

    /** One relationship with one complete cycle. */
    private void copies(VmId vm) throws Exception {
        HostId target = new HostId("h9");
        RelationshipId id = new RelationshipId("r1");
        CommandId command = new CommandId("cycle-1");
        CycleKind initial = CycleKind.INITIAL_COPY;
        CycleNumber first = CycleNumber.FIRST;
        write(
                Topics.REPLICA_EVENTS,
                new RelationshipCreated(
                        id, vm, target, Duration.ofSeconds(30), 4, new Principal("somebody")));
        write(
                Topics.HOST_COMMANDS,
                new RunReplicaCycle(HOST, command, id, vm, first, initial, target));
        write(
                Topics.HOST_REPORTS,
                new ReplicaCycleEnded(
                        HOST,
                        DOMAIN,
                        new BootId(1),
                        new Tenure(1),
                        command,
                        id,
                        vm,
                        first,
                        ReplicaCycleEnded.Outcome.COPIED,
                        5,
                        Duration.ZERO,
                        "",
                        Instant.EPOCH));
        write(
                Topics.REPLICA_EVENTS,
                new CycleCompleted(id, vm, first, initial, HOST, target, point, 5, Duration.ZERO));
    }

    private int check(long decisionsFrom, String token, Path verdict) throws IOException {
        return check(decisionsFrom, token, verdict, null);
    }

    /**
     * @param secrets planted ones; replication is judged where there are some
     */
    private int check(long decisionsFrom, String token, Path verdict, @Nullable Path secrets)
            throws IOException {
        Question question =
                new Question(
                        Set.of(new Domain("c1")),
                        List.of(),
                        List.of(),
                        false,
                        true,
                        secrets == null
                                ? null
                                : new Question.Replication(
                                        Duration.ofSeconds(60), Duration.ofSeconds(5)),
                        Duration.ofMillis(3970),
                        Duration.ofSeconds(5),
                        Duration.ZERO);
        URI uri = URI.create("http://127.0.0.1:" + rest.getAddress().getPort());
        Path job = data.resolve("job.json");
        Map<String, List<Long>> start =
                Map.of("placement.decisions", List.of(decisionsFrom, decisionsFrom, decisionsFrom));
        new Job(
                        kafka.bootstrap(),
                        prefix,
                        decisionsFrom == 0 ? Map.of() : start,
                        uri,
                        uri,
                        secrets == null ? null : uri,
                        secrets,
                        question)
                .write(job);
        printed.reset();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        return CheckerMain.run(new String[] {job.toString(), verdict.toString()}, token, out);
    }

    private void runs(VmId vm) throws Exception {
        write(Topics.INVENTORY_STATE, state(vm));
        write(
                Topics.PLACEMENT_DECISIONS,
                new VmPlaced(
                        vm,
                        DOMAIN,
                        HOST,
                        FIRST,
                        new Tenure(1),
                        null,
                        PlacementCause.REQUESTED,
                        new Explanation("p1", 0, List.of(), List.of(), List.of())));
        write(
                Topics.HOST_REPORTS,
                new CommandCompleted(
                        HOST,
                        DOMAIN,
                        new BootId(1),
                        new Tenure(1),
                        new CommandId("start-" + vm),
                        vm,
                        FIRST,
                        CommandCompleted.Outcome.STARTED,
                        "",
                        Instant.EPOCH));
    }

    private static VmState state(VmId vm) {
        VmSpec spec = new VmSpec(1, 50, new MiB(512), true, RestartPriority.LOW, null);
        return new VmState(vm, DOMAIN, spec, 1);
    }

    private void beats(List<VmId> vms) throws Exception {
        List<VmObservation> table =
                vms.stream()
                        .map(vm ->
                                new VmObservation(
                                        vm, FIRST, VmPower.RUNNING, IntegrationHeartbeat.OK))
                        .toList();
        for (long sequence = 1; sequence <= 3; sequence++) {
            write(
                    Topics.HEARTBEATS,
                    new HostBeat(
                            HOST,
                            DOMAIN,
                            new BootId(1),
                            new Tenure(1),
                            sequence,
                            sequence - 1,
                            true,
                            false,
                            Instant.EPOCH,
                            new HostLoad(1, new MiB(1024)),
                            "d",
                            sequence == 1 ? table : null));
        }
    }

    private <E extends Event> void write(Topic<E> topic, E event)
            throws ExecutionException, InterruptedException {
        EventEnvelope<E> envelope =
                new EventEnvelope<>(
                        UUID.randomUUID().toString(), "/test", Instant.now(), null, event);
        producer.send(new EventCodec<>(topic).encode(envelope).toRecord(prefix, null)).get();
    }

    /** One record in each partition that is not what it must be. */
    private void garble(String topic) throws ExecutionException, InterruptedException {
        byte[] garbage = "garbage".getBytes(UTF_8);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(prefix + topic, partition, garbage, garbage)).get();
        }
    }
}
