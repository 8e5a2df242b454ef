package io.berth.inventory.it;

import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that want the same run at the same moment. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@SuppressWarnings("NullAway.Init")
class ValidationRacesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CALLERS = 8;

    @Inject MeterRegistry meters;

    private final String cluster = fresh("cluster");
    private final List<String> hosts = List.of(fresh("host"), fresh("host"));
    private final String path = "/api/v1/clusters/" + cluster;

    @BeforeEach
    void formCluster() {
        post(
                        "/api/v1/clusters",
                        clusterBody(cluster, group(), 0, host(hosts.get(0)), host(hosts.get(1))))
                .statusCode(201);
    }

    private double counted(String name, String tag, String value) {
        return meters.find(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** All ask at once; one gets the run, the others are told that it is under way. */
    @Test
    void oneOfManyCallersStartsTheRun() throws Exception {
        double before = counted("berth_inventory_validation_refusals", "reason", "running");
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            Callable<Integer> call = () -> post(path + "/validations", "{}").extract().statusCode();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(callers.submit(call));
            }
            for (Future<Integer> each : calls) {
                answers.add(each.get());
            }
        }
        assertThat(answers).containsOnlyOnce(202).contains(409);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(CALLERS - 1);
        assertThat(counted("berth_inventory_validation_refusals", "reason", "running"))
                .isGreaterThanOrEqualTo(before + CALLERS - 1);
    }

    /**
     * Another instance has the run in its hands and dies: this one keeps off for as long, and then
     * ends it; once.
     */
    @Test
    void aRunThatAnotherInstanceHoldsIsLeftToItUntilThatOneDies() throws Exception {
        double before = counted("berth_inventory_validation_runs", "judgement", "not_supported");
        long other;
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE);
                FactAgents agents = new FactAgents(cluster, hosts)) {
            long run;
            try (Connection instance =
                    DriverManager.getConnection(
                            TestPlatform.jdbcUrl(),
                            TestPlatform.jdbcUser(),
                            TestPlatform.jdbcPassword())) {
                run =
                        post(path + "/validations", "{\"answerWithin\": \"PT10S\"}")
                                .statusCode(202)
                                .extract()
                                .jsonPath()
                                .getLong("id");
                instance.setAutoCommit(false);
                hold(instance, run);
                other = anotherRunIsJudgedMeanwhile();
                get("/api/v1/validations/" + run).body("state", equalTo("WAITING"));
                instance.rollback();
            }
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() ->
                            get("/api/v1/validations/" + run).body("state", equalTo("ENDED")));
            states.await(
                    SOON,
                    entry ->
                            entry.event() instanceof ClusterSupportState support
                                    && support.run().value() == run);
            assertThat(
                            states.awaitMany(
                                    1,
                                    SOON,
                                    entry ->
                                            entry.event() instanceof ClusterSupportState support
                                                    && support.run().value() == run))
                    .hasSize(1);
            assertThat(other).isNotEqualTo(run);
        }
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        counted(
                                                "berth_inventory_validation_runs",
                                                "judgement",
                                                "not_supported"))
                                .isGreaterThanOrEqualTo(before + 2));
        assertThat(counted("berth_inventory_validation_tests", "status", "failed")).isPositive();
    }

    private static void hold(Connection instance, long run) throws SQLException {
        try (PreparedStatement select =
                instance.prepareStatement(
                        "update validation_run set deadline = now() where id = ? returning id")) {
            select.setLong(1, run);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
            }
        }
    }

    /** The job of this instance comes round, so it has passed the held run by. */
    private static long anotherRunIsJudgedMeanwhile() {
        String elsewhere = Api.cluster();
        long run =
                post(
                                "/api/v1/clusters/" + elsewhere + "/validations",
                                "{\"answerWithin\": \"PT1S\"}")
                        .statusCode(202)
                        .extract()
                        .jsonPath()
                        .getLong("id");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> get("/api/v1/validations/" + run).body("state", equalTo("ENDED")));
        return run;
    }
}
