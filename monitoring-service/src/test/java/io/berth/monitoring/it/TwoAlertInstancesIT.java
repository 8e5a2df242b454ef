package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.alerts.AlertEvent;
import io.berth.contracts.alerts.AlertState;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUp;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.berth.monitoring.app.alert.OtherInstance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two instances look after the same alerts: each is one, and each word of it is sent by one. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(FakeAlertmanager.class)
class TwoAlertInstancesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");
    private static final DomainId DOMAIN = new DomainId("al-two");
    private static final BootId BOOT = new BootId(1);
    private static final Tenure TENURE = new Tenure(1);
    private static final String HOOK = "/api/v1/webhooks/al-two";

    /** So many that both find some to send: one receiver hears one word at a time. */
    private static final int HOSTS = 8;

    @Inject OtherInstance other;

    private static RequestSpecification administrator() {
        return given().header("Authorization", TestTokens.bearer("administrator"))
                .contentType("application/json");
    }

    private static List<HostId> hosts() {
        return IntStream.range(100, 100 + HOSTS).mapToObj(i -> new HostId("al-two-" + i)).toList();
    }

    private static HostFailed failed(HostId host) {
        return new HostFailed(
                host,
                DOMAIN,
                BOOT,
                TENURE,
                AT,
                AT.minusMillis(5_100),
                FencingEvidence.POWER_OFF_BY_BMC);
    }

    private static boolean ofHere(@Nullable AlertEvent event) {
        return event instanceof AlertState state
                && state.fingerprint().value().startsWith("host-failed.al-two-");
    }

    @Test
    void eachAlertIsOneAndEachWordIsSentByOneOfThem() throws Exception {
        try (TopicWriter writer = new TopicWriter();
                Pager pager = new Pager();
                TopicReader<AlertEvent> topic = TopicReader.fromNow(Topics.ALERTS);
                var looking = Executors.newSingleThreadScheduledExecutor()) {
            String body = "{\"url\": \"%s\", \"secret\": \"pager\"}".formatted(pager.url());
            administrator().body(body).put(HOOK).then().statusCode(201);
            looking.scheduleWithFixedDelay(other::look, 0, 500, TimeUnit.MILLISECONDS);

            hosts().forEach(host -> writer.write(Topics.NODE_EVENTS, failed(host)));
            pager.await("host-failed.al-two-", HOSTS, PATIENCE);
            hosts().forEach(host ->
                    writer.write(Topics.NODE_EVENTS, new HostUp(host, DOMAIN, BOOT, TENURE, AT)));
            List<Pager.Call> calls = pager.await("host-failed.al-two-", 2 * HOSTS, PATIENCE);
            looking.shutdown();
            assertThat(looking.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            assertThat(calls).extracting(Pager.Call::delivery).doesNotHaveDuplicates();
            for (HostId host : hosts()) {
                assertThat(pager.calls("\"host-failed." + host + "\""))
                        .as(host.value())
                        .extracting(Pager.Call::event)
                        .containsExactly("opened", "resolved");
            }
            assertThat(other.taken())
                    .as("words that the other instance has sent")
                    .isBetween(1.0, 2.0 * HOSTS - 1);
            assertThat(
                            topic
                                    .awaitMany(2 * HOSTS, PATIENCE, entry -> ofHere(entry.event()))
                                    .stream()
                                    .map(entry -> (AlertState) entry.require())
                                    .map(state -> state.fingerprint() + " " + state.revision()))
                    .doesNotHaveDuplicates();
            administrator().delete(HOOK).then().statusCode(204);
        }
    }
}
