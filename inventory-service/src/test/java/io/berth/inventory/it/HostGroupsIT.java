package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.groupUnder;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.managementGroup;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HostGroupsIT {
    private static final String PATH = "/api/v1/host-groups/";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void showsTheEffectiveReserveAndWhereEachFieldComesFrom() {
        String all = group(managementGroup(), "{\"cpuPercent\": 10}");
        String lab = groupUnder(all, "{\"memoryMiB\": 2048}");
        String rack = groupUnder(lab, "{}");

        get(PATH + rack)
                .statusCode(200)
                .body("parent", equalTo(lab))
                .body("reserve.cpuPercent.value", equalTo(10))
                .body("reserve.cpuPercent.origin.kind", equalTo("host-group"))
                .body("reserve.cpuPercent.origin.id", equalTo(all))
                .body("reserve.memoryMiB.value", equalTo(2048))
                .body("reserve.memoryMiB.origin.id", equalTo(lab))
                .body("reserve.own.cpuPercent", nullValue());
        get(PATH + all)
                .body("reserve.memoryMiB.value", equalTo(0))
                .body("reserve.memoryMiB.origin.kind", equalTo("none"))
                .body("reserve.own.cpuPercent", equalTo(10));
    }

    @Test
    void aChangedReserveIsAnnouncedForEveryGroupAndHostThatItTouches() {
        String all = group(managementGroup(), "{\"cpuPercent\": 10}");
        String lab = groupUnder(all, "{\"memoryMiB\": 2048}");
        String inherits = fresh("host");
        String overrides = fresh("host");
        post(
                        "/api/v1/clusters",
                        clusterBody(
                                fresh("cluster"),
                                lab,
                                1,
                                host(inherits),
                                """
                                {"id": "%s", "cores": 8, "memoryMiB": 65536,
                                 "reserve": {"cpuPercent": 30}}
                                """
                                        .formatted(overrides)))
                .statusCode(201);
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            put(PATH + all + "/reserve", "{\"cpuPercent\": 20, \"memoryMiB\": 1024}")
                    .statusCode(200)
                    .header("ETag", "\"2\"");

            HostState host =
                    (HostState)
                            states.await(SOON, e -> ("host/" + inherits).equals(e.key())).event();
            assertThat(host).isNotNull();
            assertThat(host.reserve()).isEqualTo(new HostReserve(20, new MiB(2048)));
            assertThat(host.revision()).isEqualTo(2);
            HostGroupState group =
                    (HostGroupState)
                            states.await(SOON, e -> ("host-group/" + lab).equals(e.key())).event();
            assertThat(group).isNotNull();
            assertThat(group.reserve()).isEqualTo(new HostReserve(20, new MiB(2048)));
            assertThat(states.readFor(Duration.ofMillis(500)))
                    .extracting(TopicReader.Entry::key)
                    .doesNotContain("host/" + overrides);
        }
        get("/api/v1/hosts/" + overrides)
                .header("ETag", "\"1\"")
                .body("reserve.cpuPercent.value", equalTo(30))
                .body("reserve.cpuPercent.origin.kind", equalTo("host"))
                .body("reserve.memoryMiB.value", equalTo(2048));
        get("/api/v1/hosts/" + inherits)
                .header("ETag", "\"2\"")
                .body("reserve.cpuPercent.value", equalTo(20));
    }

    @Test
    void refusesACycle() {
        String all = group();
        String lab = groupUnder(all, "{}");
        String rack = groupUnder(lab, "{}");

        put(PATH + all + "/parent", "{\"parent\": \"%s\"}".formatted(rack))
                .statusCode(422)
                .body("code", equalTo("host-group-cycle"))
                .body("values.path", contains(all, lab, rack));
        get(PATH + all).header("ETag", "\"1\"").body("parent", nullValue());
    }

    @Test
    void movesWithinItsManagementGroupOnly() {
        String all = group(managementGroup(), "{\"cpuPercent\": 10}");
        String lab = groupUnder(all, "{}");
        String elsewhere = group();

        put(PATH + lab + "/parent", "{\"parent\": \"%s\"}".formatted(elsewhere))
                .statusCode(422)
                .body("code", equalTo("unknown-host-group"));
        put(PATH + lab + "/parent", "{}")
                .statusCode(200)
                .body("parent", nullValue())
                .body("reserve.cpuPercent.value", equalTo(0));
        post(
                        "/api/v1/host-groups",
                        """
                        {"id": "%s", "parent": "%s", "managementGroup": "%s"}
                        """
                                .formatted(fresh("group"), all, managementGroup()))
                .statusCode(422)
                .body("code", equalTo("other-management-group"));
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() {
        String group = group();
        var change =
                as("administrator")
                        .contentType(ContentType.JSON)
                        .body("{\"cpuPercent\": 5}")
                        .header("If-Match", "\"1\"");

        change.put(PATH + group + "/reserve").then().statusCode(200).header("ETag", "\"2\"");
        change.put(PATH + group + "/reserve")
                .then()
                .statusCode(412)
                .body("code", equalTo("stale"))
                .body("values.currentRevision", equalTo(2));
        as("administrator")
                .contentType(ContentType.JSON)
                .body("{}")
                .header("If-Match", "two")
                .put(PATH + group + "/reserve")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-if-match"));
    }

    @Test
    void isRemovedOnlyWhenEmptyAndItsIdIsFreeAtOnce() {
        String managementGroup = managementGroup();
        String group = group(managementGroup, "{}");
        String child = groupUnder(group, "{}");

        delete(PATH + group).statusCode(409).body("code", equalTo("host-group-not-empty"));
        delete(PATH + child).statusCode(204);
        delete(PATH + group).statusCode(204);
        get(PATH + group).statusCode(404).body("code", equalTo("host-group-not-found"));
        post(
                        "/api/v1/host-groups",
                        """
                        {"id": "%s", "managementGroup": "%s"}
                        """
                                .formatted(group, managementGroup))
                .statusCode(201);
    }
}
