package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class StorageIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource({"1, 4, 16", "2, 4, 32", "4, 8, 128"})
    void theWorkedExamples(int modules, int csvs, int reservations) {
        Estate estate = new Estate(modules, 1024);
        estate.attach(2, 2);
        for (int i = 0; i < csvs; i++) {
            estate.csv();
        }

        get("/api/v1/arrays/" + estate.array + "/reservations")
                .statusCode(200)
                .body("reservations", equalTo(reservations))
                .body("limit", equalTo(1024))
                .body(
                        "arithmetic",
                        equalTo(
                                "cluster %s: 2 hosts × (2 connections × %d module%s) × %d CSVs = %d"
                                        .formatted(
                                                estate.cluster,
                                                modules,
                                                modules == 1 ? "" : "s",
                                                csvs,
                                                reservations)));
    }

    @Test
    void everyChangeThatNeedsTooManyReservationsIsRefusedWithTheArithmetic() {
        Estate estate = new Estate(2, 32);
        estate.attach(2, 2);
        for (int i = 0; i < 4; i++) {
            estate.csv();
        }
        String path = "/api/v1/arrays/" + estate.array;

        post("/api/v1/csvs", estate.csvBody(fresh("csv"), estate.lun()))
                .statusCode(409)
                .body("code", equalTo("reservation-limit-exceeded"))
                .body("detail", containsString("would take it from 32 to 40"))
                .body(
                        "detail",
                        containsString("2 hosts × (2 connections × 2 modules) × 5 CSVs = 40"))
                .body("values.limit", equalTo(32))
                .body("values.reservationsBefore", equalTo(32))
                .body("values.reservationsAfter", equalTo(40))
                .body("values.after.clusters[0].channels", equalTo(8))
                .body("values.after.clusters[0].csvs", equalTo(5));
        put(path + "/attachments/" + estate.hosts.getFirst(), attachment(3))
                .statusCode(409)
                .body("code", equalTo("reservation-limit-exceeded"))
                .body("values.reservationsAfter", equalTo(40));
        put(path, arrayBody(null, 3, 32))
                .statusCode(409)
                .body("code", equalTo("reservation-limit-exceeded"))
                .body("values.reservationsAfter", equalTo(48));
        put(path, arrayBody(null, 2, 31))
                .statusCode(409)
                .body("code", equalTo("reservation-limit-exceeded"))
                .body("values.limit", equalTo(31));
        put(
                        path,
                        """
                        {"site": "north", "model": "m", "modules": 2, "profile": "doubling-firmware",
                         "persistentReservationLimit": 63}
                        """)
                .statusCode(409)
                .body("values.reservationsAfter", equalTo(64));
        get(path + "/reservations").body("reservations", equalTo(32));

        delete(path + "/attachments/" + estate.hosts.getLast()).statusCode(204);
        get(path + "/reservations").body("reservations", equalTo(16));
        get(path + "/attachments").body("host", contains(estate.hosts.getFirst()));
        delete(path + "/attachments/" + estate.hosts.getLast())
                .statusCode(404)
                .body("code", equalTo("attachment-not-found"));
    }

    @Test
    void whatIfAnswersWithoutChanging() {
        Estate estate = new Estate(2, 40);
        estate.attach(2, 2);
        for (int i = 0; i < 4; i++) {
            estate.csv();
        }
        String path = "/api/v1/arrays/" + estate.array + "/reservations";

        as("viewer")
                .contentType(ContentType.JSON)
                .body(
                        """
                        {"changes": [{"change": "ADD_CSV", "cluster": "%s", "count": 4},
                                     {"change": "SET_MODULES", "modules": 4}]}
                        """
                                .formatted(estate.cluster))
                .post(path + "/what-if")
                .then()
                .statusCode(200)
                .body("allowed", equalTo(false))
                .body("reservationsBefore", equalTo(32))
                .body("reservationsAfter", equalTo(128))
                .body("problem.code", equalTo("reservation-limit-exceeded"))
                .body(
                        "after.arithmetic",
                        containsString("2 hosts × (2 connections × 4 modules) × 8 CSVs = 128"));
        post(
                        path + "/what-if",
                        """
                        {"changes": [{"change": "ADD_CSV", "cluster": "%s"},
                                     {"change": "DETACH_HOST", "host": "%s"},
                                     {"change": "ATTACH_HOST", "host": "new", "connections": 1}]}
                        """
                                .formatted(estate.cluster, estate.hosts.getFirst()))
                .statusCode(200)
                .body("allowed", equalTo(true))
                .body("reservationsAfter", equalTo(20));
        post(path + "/what-if", "{\"changes\": [{\"change\": \"ADD_CSV\", \"cluster\": \"none\"}]}")
                .statusCode(422)
                .body("code", equalTo("unknown-cluster"))
                .body("values.errors[0].pointer", equalTo("/changes/0/cluster"));
        post(
                        path + "/what-if",
                        "{\"changes\": [{\"change\": \"SET_MODULES\", \"modules\": 0}, {}]}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/changes/0/modules", "/changes/1/change"));
        get(path).body("reservations", equalTo(32));
    }

    /**
     * Twenty volumes at once over two arrays' worth of connections; the limit has room for five.
     */
    @Test
    void manyCsvsAtOnceNeverExceedTheLimit() throws Exception {
        Estate estate = new Estate(2, 40);
        estate.attach(2, 2);
        List<String> luns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            luns.add(estate.lun());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> requests = new ArrayList<>();
            for (String lun : luns) {
                requests.add(() ->
                        post("/api/v1/csvs", estate.csvBody(fresh("csv"), lun))
                                .extract()
                                .statusCode());
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
            assertThat(answers).filteredOn(status -> status == 201).hasSize(5);
            assertThat(answers).filteredOn(status -> status == 409).hasSize(15);
        }
        get("/api/v1/arrays/" + estate.array + "/reservations")
                .body("reservations", equalTo(40))
                .body("exceeded", equalTo(false))
                .body("nearlyUsedUp", equalTo(true));
    }

    @Test
    void isAnnouncedWithRevisionsAndForgotten() {
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            Estate estate = new Estate(1, 64);
            estate.attach(1, 2);
            String lun = estate.lun();
            String csv = fresh("csv");
            post("/api/v1/csvs", estate.csvBody(csv, lun)).statusCode(201).header("ETag", "\"1\"");

            StorageArrayState array =
                    (StorageArrayState)
                            states.awaitMany(
                                            2,
                                            SOON,
                                            e -> ("storage-array/" + estate.array).equals(e.key()))
                                    .getLast()
                                    .require();
            assertThat(array.revision()).isEqualTo(2);
            assertThat(array.attachments()).hasSize(1);
            CsvState volume =
                    (CsvState) states.await(SOON, e -> ("csv/" + csv).equals(e.key())).require();
            assertThat(volume.array().value()).isEqualTo(estate.array);
            assertThat(volume.capacity().value()).isEqualTo(10240);

            as("administrator")
                    .header("If-Match", "\"7\"")
                    .delete("/api/v1/csvs/" + csv)
                    .then()
                    .statusCode(412)
                    .body("code", equalTo("stale"));
            delete("/api/v1/csvs/" + csv).statusCode(204);
            states.await(SOON, e -> ("csv/" + csv).equals(e.key()) && e.event() == null);
            get("/api/v1/csvs/" + csv).statusCode(404).body("code", equalTo("csv-not-found"));
        }
    }

    @Test
    void referencesAndRemovalsAreRefused() {
        Estate estate = new Estate(1, 64);
        estate.attach(1, 2);
        String lun = estate.lun();
        String csv = fresh("csv");
        post("/api/v1/csvs", estate.csvBody(csv, lun)).statusCode(201);

        post("/api/v1/csvs", estate.csvBody(fresh("csv"), lun))
                .statusCode(409)
                .body("code", equalTo("lun-in-use"))
                .body("values.csv", equalTo(csv));
        post(
                        "/api/v1/csvs",
                        "{\"id\": \"%s\", \"lun\": \"no\", \"cluster\": \"no\"}".formatted(csv))
                .statusCode(409)
                .body(
                        "values.errors.code",
                        contains("csv-already-exists", "unknown-cluster", "unknown-lun"));
        put(
                        "/api/v1/csvs/" + csv,
                        "{\"lun\": \"%s\", \"cluster\": \"%s\", \"capacityMiB\": 10241}"
                                .formatted(lun, estate.cluster))
                .statusCode(422)
                .body("code", equalTo("csv-exceeds-lun"));
        put(
                        "/api/v1/csvs/" + csv,
                        "{\"lun\": \"other\", \"cluster\": \"%s\"}".formatted(estate.cluster))
                .statusCode(422)
                .body("code", equalTo("fixed-once-created"));
        put(
                        "/api/v1/csvs/" + csv,
                        """
                        {"lun": "%s", "cluster": "%s", "capacityMiB": 9000, "iops": 500,
                         "backupPolicy": "nightly"}
                        """
                                .formatted(lun, estate.cluster))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("capacityMiB", equalTo(9000))
                .body("advice.code", contains("host-not-attached"));

        delete("/api/v1/luns/" + lun)
                .statusCode(409)
                .body("code", equalTo("lun-not-empty"))
                .body("detail", containsString(csv));
        put(
                        "/api/v1/luns/" + lun,
                        "{\"diskGroup\": \"%s\", \"raidLevel\": \"RAID_5\", \"sizeMiB\": 8000}"
                                .formatted(estate.diskGroup))
                .statusCode(422)
                .body("code", equalTo("csv-exceeds-lun"));
        delete("/api/v1/disk-groups/" + estate.diskGroup)
                .statusCode(409)
                .body("code", equalTo("disk-group-not-empty"));
        delete("/api/v1/arrays/" + estate.array)
                .statusCode(409)
                .body("code", equalTo("storage-array-not-empty"))
                .body("detail", containsString(estate.diskGroup));
        put("/api/v1/arrays/" + estate.array + "/attachments/nobody", attachment(1))
                .statusCode(404)
                .body("code", equalTo("host-not-found"));
        get("/api/v1/csvs?cluster=" + estate.cluster).body("items.id", contains(csv));
        get("/api/v1/luns?array=" + estate.array + "&limit=1").body("items", hasSize(1));
    }

    @Test
    void aDiskGroupHoldsWhatItCan() {
        Estate estate = new Estate(1, 64);
        get("/api/v1/disk-groups/" + estate.diskGroup)
                .statusCode(200)
                .body("iops", equalTo(12 * 180))
                .body("raidLevels.raidLevel", hasItem("RAID_6"))
                .body(
                        "raidLevels.find { it.raidLevel == 'RAID_5' }.usableMiB",
                        equalTo(1100 * 1024));

        post(
                        "/api/v1/luns",
                        "{\"id\": \"%s\", \"diskGroup\": \"%s\", \"raidLevel\": \"RAID_5\", \"sizeMiB\": %d}"
                                .formatted(fresh("lun"), estate.diskGroup, 1100 * 1024 + 1))
                .statusCode(409)
                .body("code", equalTo("disk-group-full"))
                .body("values.largestMiB", equalTo(1100 * 1024));
        post(
                        "/api/v1/luns",
                        "{\"id\": \"%s\", \"diskGroup\": \"%s\", \"raidLevel\": \"RAID_1\", \"sizeMiB\": 1}"
                                .formatted(fresh("lun"), estate.diskGroup))
                .statusCode(422)
                .body("code", equalTo("raid-needs-spindles"));
        post(
                        "/api/v1/disk-groups",
                        "{\"id\": \"x y\", \"array\": \"a\", \"spindles\": 0, \"rawCapacityMiB\":"
                                + " -1}")
                .statusCode(400)
                .body(
                        "values.errors.pointer",
                        contains("/id", "/spindles", "/rawCapacityMiB", "/iopsPerSpindle"));
    }

    @Test
    void profilesAreDataAndAnArrayMayDiffer() {
        get("/api/v1/arrays/profiles").statusCode(200).body("name", hasItem("plain"));
        String id = fresh("array");
        post(
                        "/api/v1/arrays",
                        "{\"id\": \"%s\", \"site\": \"north\", \"model\": \"m\", \"modules\": 1, \"profile\": \"odd\"}"
                                .formatted(id))
                .statusCode(422)
                .body("code", equalTo("unknown-array-profile"))
                .body("values.known", hasItem("plain"));
        post(
                        "/api/v1/arrays",
                        """
                        {"id": "%s", "site": "north", "model": "m", "modules": 1,
                         "profile": "registering-firmware", "formula": {"perHost": 7}}
                        """
                                .formatted(id))
                .statusCode(201)
                .body("persistentReservationLimit", equalTo(2048))
                .body("formula.perHost", equalTo(7))
                .body("formula.perHostChannelCsv", equalTo(1))
                .body("formula.perCsv", equalTo(0));
        as("operator")
                .contentType(ContentType.JSON)
                .body("{}")
                .put("/api/v1/arrays/" + id)
                .then()
                .statusCode(403);
        delete("/api/v1/arrays/" + id).statusCode(204);
        get("/api/v1/arrays/" + id)
                .statusCode(404)
                .body("code", equalTo("storage-array-not-found"));
    }

    static String attachment(int connections) {
        return "{\"protocol\": \"ISCSI\", \"connections\": %d}".formatted(connections);
    }

    static String arrayBody(String id, int modules, long limit) {
        return """
        {%s"site": "north", "model": "StoreFast", "modules": %d, "persistentReservationLimit": %d}
        """
                .formatted(id == null ? "" : "\"id\": \"" + id + "\", ", modules, limit);
    }

    /** An array with a disk group, and a cluster of two hosts. */
    static final class Estate {
        final String array = fresh("array");
        final String diskGroup = fresh("dg");
        final String cluster = fresh("cluster");
        final List<String> hosts = List.of(fresh("host"), fresh("host"));

        Estate(int modules, long limit) {
            post("/api/v1/arrays", arrayBody(array, modules, limit)).statusCode(201);
            post(
                            "/api/v1/disk-groups",
                            """
                            {"id": "%s", "array": "%s", "spindles": 12, "rawCapacityMiB": %d,
                             "iopsPerSpindle": 180}
                            """
                                    .formatted(diskGroup, array, 1200 * 1024))
                    .statusCode(201);
            post(
                            "/api/v1/clusters",
                            clusterBody(
                                    cluster, group(), 0, host(hosts.get(0)), host(hosts.get(1))))
                    .statusCode(201);
        }

        void attach(int number, int connections) {
            for (String host : hosts.subList(0, number)) {
                put("/api/v1/arrays/" + array + "/attachments/" + host, attachment(connections))
                        .statusCode(200);
            }
        }

        String lun() {
            String id = fresh("lun");
            post(
                            "/api/v1/luns",
                            "{\"id\": \"%s\", \"diskGroup\": \"%s\", \"raidLevel\": \"RAID_5\", \"sizeMiB\": 10240}"
                                    .formatted(id, diskGroup))
                    .statusCode(201);
            return id;
        }

        String csvBody(String id, String lun) {
            return "{\"id\": \"%s\", \"lun\": \"%s\", \"cluster\": \"%s\"}"
                    .formatted(id, lun, cluster);
        }

        String csv() {
            String id = fresh("csv");
            post("/api/v1/csvs", csvBody(id, lun())).statusCode(201);
            return id;
        }
    }
}
