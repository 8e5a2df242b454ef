package io.berth.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.kit.app.Effects;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicReader.Entry;
import io.berth.kit.test.TopicWriter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broker or database away for a while: nothing is lost, nothing out of order, health says so. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @Inject Outbox outbox;
    @Inject Effects effects;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            int number = i;
            QuarkusTransaction.requiringNew()
                    .run(() ->
                            outbox.put(
                                    Topics.HOST_COMMANDS,
                                    new ReportVms(new HostId(run), new CommandId("c" + number))));
        }
    }

    private void assertAllInOrder(TopicReader<HostCommand> reader, int number) {
        List<Integer> wanted = IntStream.range(0, number).boxed().toList();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(firstSeen(reader.readFor(Duration.ofMillis(200))))
                                .isEqualTo(wanted));
    }

    /** Numbers in the order in which a consumer that drops repeated ids sees them. */
    private List<Integer> firstSeen(List<Entry<HostCommand>> entries) {
        return entries.stream()
                .filter(entry -> run.equals(entry.key()) && entry.event() != null)
                .map(entry -> Integer.valueOf(commandOf(entry).substring(1)))
                .distinct()
                .toList();
    }

    private static String commandOf(Entry<HostCommand> entry) {
        HostCommand command = entry.event();
        return command == null ? "" : command.command().value();
    }

    private static void awaitReadiness(int status) {
        await().atMost(SOON)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(status));
    }

    @Test
    void aFrozenBrokerLosesAndReordersNothing() {
        try (TopicReader<HostCommand> reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            put(0, 20);
            TestPlatform.kafka().pause();
            try {
                put(20, 60);
                awaitReadiness(503);
                assertThat(given().get("/q/health/ready").asString())
                        .contains("outbox-relay", "oldestSeconds");
            } finally {
                TestPlatform.kafka().resume();
            }
            put(60, 80);
            assertAllInOrder(reader, 80);
            awaitReadiness(200);
        }
    }

    @Test
    void aRestartedBrokerLosesAndReordersNothing() {
        try (TopicReader<HostCommand> reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            put(0, 20);
            TestPlatform.kafka().kill();
            put(20, 60);
            TestPlatform.kafka().restart();
            put(60, 80);
            assertAllInOrder(reader, 80);
        }
        request("after-broker");
        awaitEffect("after-broker");
        awaitReadiness(200);
    }

    @Test
    void aRestartedDatabaseLosesNothing() {
        try (TopicReader<HostCommand> reader = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            put(0, 10);
            request("before-outage");
            awaitEffect("before-outage");
            TestPlatform.postgres().stop();
            for (int i = 0; i < 20; i++) {
                request("during-" + i);
            }
            given().header("Authorization", TestTokens.bearer("operator"))
                    .contentType("application/json")
                    .body("{\"id\":\"" + run + "\",\"text\":\"t\",\"stars\":1}")
                    .post("/api/v1/notes")
                    .then()
                    .statusCode(503);
            awaitReadiness(503);
            TestPlatform.postgres().restart();
            for (int i = 0; i < 20; i++) {
                awaitEffect("during-" + i);
            }
            await().atMost(SOON).ignoreExceptions().until(() -> putOne(10));
            assertAllInOrder(reader, 11);
            assertThat(effects.vms(run)).doesNotHaveDuplicates().hasSize(21);
            awaitReadiness(200);
        }
    }

    private boolean putOne(int number) {
        put(number, number + 1);
        return true;
    }

    private void request(String name) {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    Topics.PLACEMENT_REQUESTS,
                    new StopVmRequested(new VmId(run + "-" + name), new DomainId("domain-" + run)));
        }
    }

    private void awaitEffect(String name) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> effects.vms(run).contains(run + "-" + name));
    }
}
