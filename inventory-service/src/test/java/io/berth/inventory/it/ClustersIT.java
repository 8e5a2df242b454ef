package io.berth.inventory.it;

import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ClustersIT {
    private static final String PATH = "/api/v1/clusters";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void isCreatedWithItsHostsAndAnnounced() {
        String id = fresh("cluster");
        String second = fresh("host-b");
        String first = fresh("host-a");
        String group = group();
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(PATH, clusterBody(id, group, 1, host(second), host(first)))
                    .statusCode(201)
                    .header("ETag", "\"1\"")
                    .body("nodes", contains(second, first));

            ClusterState cluster =
                    (ClusterState)
                            states.await(SOON, e -> ("cluster/" + id).equals(e.key())).event();
            assertThat(cluster).isNotNull();
            assertThat(cluster.nodes()).containsExactly(new HostId(second), new HostId(first));
            assertThat(cluster.nodeFailureReserve()).isEqualTo(1);
            HostState host =
                    (HostState) states.await(SOON, e -> ("host/" + first).equals(e.key())).event();
            assertThat(host).isNotNull();
            assertThat(host.domain()).isEqualTo(new DomainId(id));
        }
        get(PATH + "/" + id).statusCode(200).body("nodes", contains(second, first));
        get("/api/v1/hosts?cluster=" + id).body("items.id", contains(first, second));
    }

    @Test
    void error13803RefusesCreationAndChange() {
        String group = group();
        String refused = fresh("cluster");
        String host = fresh("host");
        String message =
                "The cluster node failure reserve equals or exceeds the number of nodes in cluster"
                        + " ";
        String action =
                "Specify a cluster node failure reserve less than the number of nodes in the"
                        + " cluster and then try the operation again";
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(PATH, clusterBody(refused, group, 1, host(host)))
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("code", equalTo("13803"))
                    .body("detail", equalTo(message + refused))
                    .body("hint", equalTo(action));
            post(PATH, clusterBody(refused, group, 0))
                    .statusCode(422)
                    .body("code", equalTo("13803"));
            get(PATH + "/" + refused).statusCode(404);
            get("/api/v1/hosts/" + host).statusCode(404);

            String id = fresh("cluster");
            post(PATH, clusterBody(id, group, 0, host(host), host(fresh("host")))).statusCode(201);
            put(PATH + "/" + id + "/node-failure-reserve", "{\"nodeFailureReserve\": 2}")
                    .statusCode(422)
                    .body("code", equalTo("13803"))
                    .body("detail", equalTo(message + id));
            put(PATH + "/" + id + "/node-failure-reserve", "{\"nodeFailureReserve\": 1}")
                    .statusCode(200)
                    .header("ETag", "\"2\"");

            states.await(
                    SOON,
                    e ->
                            e.event() instanceof ClusterState state
                                    && state.cluster().value().equals(id)
                                    && state.nodeFailureReserve() == 1
                                    && state.revision() == 2);
            assertThat(states.readFor(Duration.ofMillis(500)))
                    .extracting(TopicReader.Entry::key)
                    .doesNotContain("cluster/" + refused);
        }
    }

    @Test
    void takesMoreHostsAllOrNone() {
        String id = fresh("cluster");
        String first = fresh("host");
        String second = fresh("host");
        post(PATH, clusterBody(id, group(), 0, host(first))).statusCode(201);

        post(PATH + "/" + id + "/hosts", "[%s, %s]".formatted(host(second), host(first)))
                .statusCode(409)
                .body("code", equalTo("host-already-exists"))
                .body("values.errors[0].index", equalTo(1));
        get("/api/v1/hosts/" + second).statusCode(404);
        post(PATH + "/" + id + "/hosts", "[%s]".formatted(host(second)))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("nodes", contains(first, second));
        post(PATH + "/nowhere/hosts", "[%s]".formatted(host(fresh("host")))).statusCode(404);
    }

    @Test
    void aHostIdIsUniqueInTheWholeInstallation() {
        String host = fresh("host");
        String group = group();
        post(PATH, clusterBody(fresh("cluster"), group, 0, host(host))).statusCode(201);

        post(PATH, clusterBody(fresh("cluster"), group, 0, host(host)))
                .statusCode(409)
                .body("code", equalTo("host-already-exists"));
        post(
                        "/api/v1/hosts",
                        """
                        {"id": "%s", "group": "%s", "site": "north", "cores": 4, "memoryMiB": 8192}
                        """
                                .formatted(host, group))
                .statusCode(409)
                .body("code", equalTo("host-already-exists"));
    }

    @Test
    void aStandAloneHostBelongsToTheDomainOfItsGroup() {
        String host = fresh("host");
        String group = group();
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(
                            "/api/v1/hosts",
                            """
                            {"id": "%s", "group": "%s", "site": "north", "cores": 4,
                             "memoryMiB": 8192}
                            """
                                    .formatted(host, group))
                    .statusCode(201)
                    .body("domain", equalTo("standalone." + group));
            put("/api/v1/hosts/" + host + "/maintenance", "{\"maintenance\": true}")
                    .statusCode(200)
                    .body("maintenance", equalTo(true));

            List<TopicReader.Entry<InventoryState>> announced =
                    states.awaitMany(2, SOON, e -> ("host/" + host).equals(e.key()));
            assertThat(announced)
                    .extracting(TopicReader.Entry::event)
                    .extracting(event -> ((HostState) event).maintenance())
                    .containsExactly(false, true);
        }
    }

    @Test
    void reportsEveryFieldThatCannotBeRead() {
        post(
                        PATH,
                        """
                        {"id": "standalone.x", "group": "%s", "site": "north",
                         "hosts": [{"id": "ok", "cores": 0, "memoryMiB": 0},
                                   {"id": "not ok", "cores": 5000, "memoryMiB": -1}]}
                        """
                                .formatted("g".repeat(60)))
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body(
                        "values.errors.pointer",
                        contains(
                                "/id",
                                "/group",
                                "/nodeFailureReserve",
                                "/hosts/0/cores",
                                "/hosts/0/memoryMiB",
                                "/hosts/1/id",
                                "/hosts/1/cores",
                                "/hosts/1/memoryMiB"));
    }

    @Test
    void pagesAreBounded() {
        get(PATH + "?limit=501").statusCode(400).body("code", equalTo("bad-limit"));
        get(PATH + "?cursor=AAAA").statusCode(400).body("code", equalTo("bad-cursor"));
        get(PATH + "?limit=1").statusCode(200).body("items", hasSize(1));
    }
}
