package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Estates.IMPORTS;
import static io.berth.inventory.it.Estates.checked;
import static io.berth.inventory.it.Estates.example;
import static io.berth.inventory.it.Estates.imported;
import static io.berth.inventory.it.Estates.outcome;
import static io.berth.inventory.it.Estates.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class EstateImportIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject AgroalDataSource dataSource;

    @Test
    void theExampleOfTheDocumentationIsImportedAndAnnounced() {
        String name = fresh("ex");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE);
                TopicReader<PlacementRequest> requests =
                        TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            JsonPath first = imported(example(name));
            assertThat(first.getString("phase")).as(first.prettify()).isEqualTo("APPLIED");
            assertThat(first.getInt("counts.host.created")).isEqualTo(4);
            assertThat(first.getInt("counts.vm.created")).isEqualTo(3);
            assertThat(first.getInt("counts.'host-group'.created")).isEqualTo(2);
            assertThat(first.getString("startedBy")).isNotBlank();

            assertThat(states.awaitMany(11, SOON, e -> isOf(e.key(), name))).hasSize(11);
            requests.awaitMany(2, SOON, e -> domainOf(e.key(), name));
            assertThat(
                            requests.readFor(Duration.ofMillis(300)).stream()
                                    .filter(e -> domainOf(e.key(), name)))
                    .hasSize(2);

            JsonPath second = imported(example(name));
            assertThat(second.getString("phase")).isEqualTo("UNCHANGED");
            assertThat(second.getInt("counts.vm.unchanged")).isEqualTo(3);
            assertThat(second.getInt("counts.host.unchanged")).isEqualTo(4);
            assertThat(
                            states.readFor(Duration.ofMillis(500)).stream()
                                    .filter(e -> isOf(e.key(), name)))
                    .hasSize(11);
        }
        get("/api/v1/hosts/" + name + "-n3")
                .body("reserve.memoryMiB.value", equalTo(4096))
                .body("reserve.cpuPercent.value", equalTo(10));
        get("/api/v1/hosts/" + name + "-edge").body("maintenance", equalTo(true));
        get("/api/v1/vms/" + name + "-web-1").body("wanted", equalTo("RUNNING"));
        get("/api/v1/vms/" + name + "-test").body("wanted", equalTo("DEFINED"));
        get("/api/v1/clusters/" + name + "-c1")
                .body("nodes", contains(name + "-n1", name + "-n2", name + "-n3"));
    }

    private static boolean isOf(String key, String name) {
        return key.contains("/" + name + "-") || key.startsWith("management-group/");
    }

    private static boolean domainOf(String key, String name) {
        return key.endsWith(name + "-c1") || key.endsWith(name + "-all");
    }

    @Test
    void aDryRunTellsTheDifferenceAndChangesNothing() {
        String name = fresh("dry");
        JsonPath unborn = checked(example(name));
        assertThat(unborn.getString("phase")).isEqualTo("CHECKED");
        assertThat(unborn.getInt("counts.vm.created")).isEqualTo(3);
        get("/api/v1/vms/" + name + "-web-1").statusCode(404);

        imported(example(name));
        String changed =
                example(name)
                        .replace("cpuPercent: 10", "cpuPercent: 20")
                        .replace("nodeFailureReserve: 1", "nodeFailureReserve: 2")
                        .replace("maintenance: true", "maintenance: false")
                        .replaceFirst("wanted: RUNNING", "wanted: STOPPED");
        JsonPath diff = checked(changed);
        assertThat(diff.getString("phase")).as(diff.prettify()).isEqualTo("CHECKED");
        assertThat(diff.<Map<String, Object>>getList("differences"))
                .extracting(d -> d.get("kind"), d -> d.get("operation"))
                .containsExactlyInAnyOrder(
                        tuple("host-group", "changed"),
                        tuple("cluster", "changed"),
                        tuple("host", "changed"),
                        tuple("vm", "changed"));
        assertThat(diff.<Object>get("differences.find { it.kind == 'cluster' }.fields[0]"))
                .isEqualTo(Map.of("field", "nodeFailureReserve", "from", 1, "to", 2));
        get("/api/v1/hosts/" + name + "-n1").body("reserve.cpuPercent.value", equalTo(10));
        get("/api/v1/hosts/" + name + "-edge").body("maintenance", equalTo(true));

        assertThat(imported(changed).getString("phase")).isEqualTo("APPLIED");
        get("/api/v1/hosts/" + name + "-n1").body("reserve.cpuPercent.value", equalTo(20));
        get("/api/v1/hosts/" + name + "-edge").body("maintenance", equalTo(false));
        get("/api/v1/vms/" + name + "-web-1").body("wanted", equalTo("STOPPED"));
        get("/api/v1/vms/" + name + "-web-2").body("wanted", equalTo("RUNNING"));
        assertThat(imported(changed).getString("phase")).isEqualTo("UNCHANGED");
    }

    @Test
    void aHostThatIsNewInTheFileJoinsItsCluster() {
        String name = fresh("join");
        imported(example(name));
        String wider =
                example(name)
                        .replace(
                                "      - {id: " + name + "-n2,",
                                "      - {id: "
                                        + name
                                        + "-n0, cores: 8, memoryMiB: 1024}\n"
                                        + "      - {id: "
                                        + name
                                        + "-n2,");
        JsonPath joined = imported(wider);
        assertThat(joined.getString("phase")).as(joined.prettify()).isEqualTo("APPLIED");
        get("/api/v1/clusters/" + name + "-c1")
                .body("nodes", contains(name + "-n1", name + "-n2", name + "-n3", name + "-n0"));
        assertThat(imported(wider).getString("phase")).isEqualTo("UNCHANGED");
    }

    @Test
    void everyErrorIsListedWithItsLineAndNothingIsChanged() {
        String name = fresh("bad");
        String file =
                """
                managementGroups:
                  - name: %1$s
                hostGroups:
                  - id: %1$s-a
                    managementGroup: %1$s
                  - {id: %1$s-b, parent: nowhere-at-all}
                clusters:
                  - id: %1$s-c
                    group: %1$s-a
                    site: north
                    nodeFailureReserve: 1
                    hosts:
                      - {id: %1$s-h, cores: 4, memoryMiB: 1024, reserve: {memoryMiB: 2048}}
                vms:
                  - {id: %1$s-v, cluster: %1$s-c, vcpus: 1, memoryMiB: 1}
                  - {id: %1$s-w, cluster: nowhere-at-all, vcpus: 1, memoryMiB: 1}
                """
                        .formatted(name);
        JsonPath refused = imported(file);
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getInt("errorCount")).isEqualTo(4);
        assertThat(refused.<Map<String, Object>>getList("errors"))
                .extracting(e -> e.get("line"), e -> e.get("code"), e -> e.get("pointer"))
                .containsExactlyInAnyOrder(
                        tuple(6, "unknown-host-group", "/hostGroups/1/parent"),
                        tuple(11, "13803", "/clusters/0/nodeFailureReserve"),
                        tuple(13, "reserve-exceeds-host", "/clusters/0/hosts/0/reserve/memoryMiB"),
                        tuple(16, "unknown-cluster", "/vms/1/cluster"));
        get("/api/v1/host-groups/" + name + "-a").statusCode(404);
        get("/api/v1/vms/" + name + "-v").statusCode(404);
    }

    @Test
    void everyFieldThatCannotBeReadIsListedWithItsLine() {
        JsonPath refused =
                imported(
                        """
                        managementGroups: [{name: ok}, {name: ok}, {nom: x}]
                        hosts:
                          - {id: h, group: g, site: s, cores: 0, memoryMiB: 1, maintenance: maybe}
                          - just a text
                        servers: []
                        vms:
                          - id: 17
                            cluster: c
                            vcpus: 1
                            memoryMiB: 1
                          - {id: v, cluster: c, group: g, vcpus: 1, memoryMiB: 1, wanted: RESTING}
                        """);
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.<Map<String, Object>>getList("errors"))
                .as(refused.prettify())
                .extracting(e -> e.get("line"), e -> e.get("pointer"))
                .containsExactlyInAnyOrder(
                        tuple(1, "/managementGroups/1/name"),
                        tuple(1, "/managementGroups/2/nom"),
                        tuple(3, "/hosts/0/cores"),
                        tuple(3, "/hosts/0/maintenance"),
                        tuple(4, "/hosts/1"),
                        tuple(5, "/servers"),
                        tuple(7, "/vms/0/id"),
                        tuple(11, "/vms/1"),
                        tuple(11, "/vms/1/wanted"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/yaml | vms: [{id: a, id: b}] | 1
                    application/yaml | vms: &v []~hosts: *v | 2
                    application/yaml | vms: [ | 1
                    application/yaml | just text | 1
                    application/yaml | vms: []~---~vms: [] | 3
                    application/yaml | vms: []~vms: [] | 2
                    application/json | {"vms": [{"id": "a" "b"}]} | 1
                    application/json | [] | 1
                    """)
    void aFileThatCannotBeReadSaysWhere(String type, String file, int line) {
        JsonPath refused = outcome(send(type, file.replace('~', '\n'), false));
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getString("errors[0].code")).isEqualTo("malformed-estate");
        assertThat(refused.getInt("errors[0].line")).as(refused.prettify()).isEqualTo(line);
    }

    @Test
    void aFileThatNestsWithoutEndIsRefused() {
        JsonPath refused = imported("vms: " + "[".repeat(100_000));
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getString("errors[0].code")).isEqualTo("malformed-estate");
    }

    /** Scanning it would take the parser hours. */
    @Test
    void aLineWithoutEndIsRefused() {
        JsonPath refused = imported("vms: []\n# " + "x".repeat(3_000_000) + "\nhosts: []\n");
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getString("errors[0].code")).isEqualTo("malformed-estate");
        assertThat(refused.getInt("errors[0].line")).isEqualTo(2);
    }

    @Test
    void groupsMayStandInAnyOrderButNotInACircle() {
        String name = fresh("ring");
        String file =
                """
                managementGroups: [{name: %1$s}]
                hostGroups:
                  - {id: %1$s-3, parent: %1$s-2}
                  - {id: %1$s-2, parent: %1$s-1}
                  - {id: %1$s-1, managementGroup: %1$s}
                """
                        .formatted(name);
        assertThat(imported(file).getString("phase")).isEqualTo("APPLIED");

        JsonPath refused =
                imported(
                        file.replace(
                                "{id: %1$s-1, managementGroup: %1$s}".formatted(name),
                                "{id: %1$s-1, parent: %1$s-3}".formatted(name)));
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getList("errors.code")).containsOnly("host-group-cycle");

        assertThat(
                        imported(
                                        file.replace(
                                                "{id: %1$s-3, parent: %1$s-2}".formatted(name),
                                                "{id: %1$s-3, parent: %1$s-1}".formatted(name)))
                                .getString("phase"))
                .isEqualTo("APPLIED");
        get("/api/v1/host-groups/" + name + "-3").body("parent", equalTo(name + "-1"));
    }

    @Test
    void whatAnImportDoesNotChangeIsRefusedWithTheField() {
        String name = fresh("fix");
        imported(example(name));
        String other =
                example(name)
                        .replace("site: north", "site: west")
                        .replace("site: south", "site: east")
                        .replace("vcpus: 2", "vcpus: 3");
        JsonPath refused = imported(other);
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.<Map<String, Object>>getList("errors"))
                .as(refused.prettify())
                .extracting(e -> e.get("code"), e -> e.get("pointer"))
                .containsExactlyInAnyOrder(
                        tuple("not-changed-by-import", "/clusters/0"),
                        tuple("not-changed-by-import", "/hosts/0"),
                        tuple("illegal-operation", "/vms/0"),
                        tuple("illegal-operation", "/vms/1"));
        assertThat(refused.getString("errors.find { it.pointer == '/hosts/0' }.detail"))
                .contains("site is south, not east");
    }

    @Test
    void aHostIsRebuiltAndAVmThatNeverRanIsConfigured() {
        String name = fresh("mod");
        imported(example(name));
        String other =
                example(name)
                        .replace("cores: 8", "cores: 9")
                        .replace("vcpus: 1", "vcpus: 3")
                        .replace("antiAffinitySet: " + name + "-web", "backupPolicy: nightly");

        JsonPath dry = outcome(send("application/yaml", other, true));
        assertThat(dry.getString("phase")).as(dry.prettify()).isEqualTo("CHECKED");
        assertThat(dry.getInt("counts.host.changed")).isEqualTo(1);
        assertThat(dry.getInt("counts.vm.changed")).isEqualTo(3);
        get("/api/v1/hosts/" + name + "-edge").body("cores", equalTo(8));

        JsonPath done = imported(other);
        assertThat(done.getString("phase")).as(done.prettify()).isEqualTo("APPLIED");
        get("/api/v1/hosts/" + name + "-edge").body("cores", equalTo(9));
        get("/api/v1/hosts/" + name + "-n1")
                .body("standing", equalTo("SUPPORTED"))
                .body("hardware.bmc.protocol", equalTo("IPMI_2_0"));
        get("/api/v1/vms/" + name + "-test").body("vcpus", equalTo(3));
        get("/api/v1/vms/" + name + "-web-1")
                .body("backupPolicy", equalTo("nightly"))
                .body("preferredOwners", contains(name + "-n1"));
        assertThat(imported(other).getString("phase")).isEqualTo("UNCHANGED");
    }

    /** The first one waits for a tree that the test holds. */
    @Test
    void thereIsOneImportAtATime() throws SQLException {
        String name = fresh("one");
        imported(example(name));
        Response first;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement hold =
                    connection.prepareStatement(
                            "select id from management_group where name = ? for update")) {
                hold.setString(1, name);
                hold.execute();
                first = send("application/yaml", example(name), false);
                first.then().statusCode(202);
                send("application/yaml", example(name), false)
                        .then()
                        .statusCode(409)
                        .body("code", equalTo("estate-import-running"))
                        .body("values.import", equalTo(first.jsonPath().getInt("id")));
            } finally {
                connection.rollback();
            }
        }
        assertThat(outcome(first).getString("phase")).isEqualTo("UNCHANGED");
    }

    @Test
    void jsonIsReadTheSame() {
        String name = fresh("json");
        JsonPath done =
                outcome(
                        send(
                                "application/json",
                                "{\"managementGroups\": [{\"name\": \"" + name + "\"}]}",
                                false));
        assertThat(done.getString("phase")).isEqualTo("APPLIED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "service"})
    void onlyAnAdministratorImports(String role) {
        as(role).contentType("application/yaml")
                .body("vms: []".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(IMPORTS)
                .then()
                .statusCode(403);
        as(role).get(IMPORTS).then().statusCode(200);
        get(IMPORTS + "/999999999")
                .statusCode(404)
                .body("code", equalTo("estate-import-not-found"));
        get(IMPORTS + "/x").statusCode(404).body("code", equalTo("estate-import-not-found"));
    }

    @Test
    void onlyAnEstateMayBeLong() {
        String body = "{\"name\": \"" + "x".repeat(10_000_000) + "\"}";
        as("administrator")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/management-groups")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("body-too-large"));
        JsonPath estate =
                imported(
                        ("# " + "x".repeat(1000) + "\n").repeat(10_000)
                                + "vms: []\nhosts:\nclusters: []\n");
        assertThat(estate.getString("phase")).isEqualTo("UNCHANGED");
        assertThat(estate.getList("errors")).isEqualTo(List.of());
    }
}
