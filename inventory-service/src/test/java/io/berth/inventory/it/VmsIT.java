package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.cluster;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static io.berth.inventory.it.Api.vmBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class VmsIT {
    private static final String PATH = "/api/v1/vms";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void isCreatedAnnouncedAndRequestedFromPlacement() {
        String cluster = cluster();
        String id = fresh("vm");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE);
                TopicReader<PlacementRequest> requests =
                        TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(PATH, vmBody(id, cluster))
                    .statusCode(201)
                    .header("ETag", "\"1\"")
                    .body("wanted", equalTo("RUNNING"))
                    .body("assignment", nullValue())
                    .body("advice", empty());

            VmSpec spec = new VmSpec(2, 50, new MiB(4096), true, RestartPriority.HIGH, null);
            assertThat(states.await(SOON, e -> ("vm/" + id).equals(e.key())).event())
                    .isEqualTo(new VmState(new VmId(id), new DomainId(cluster), spec, 1));
            TopicReader.Entry<PlacementRequest> request =
                    requests.await(SOON, e -> e.event() != null && isOf(id, e.event()));
            assertThat(request.key()).isEqualTo(cluster);
            assertThat(request.event())
                    .isEqualTo(new PlaceVmRequested(new VmId(id), new DomainId(cluster), spec));
        }
    }

    @Test
    void isStoppedAndStartedByAnOperator() {
        String cluster = cluster();
        String id = fresh("vm");
        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(PATH, vmBody(id, cluster)).statusCode(201);
            act(id, "stop").body("wanted", equalTo("STOPPED")).header("ETag", "\"2\"");
            act(id, "stop").header("ETag", "\"2\"");
            act(id, "start").body("wanted", equalTo("RUNNING")).header("ETag", "\"3\"");

            assertThat(requests.awaitMany(4, SOON, e -> e.event() != null && isOf(id, e.event())))
                    .extracting(e -> e.event().getClass())
                    .asList()
                    .containsExactly(
                            PlaceVmRequested.class,
                            StopVmRequested.class,
                            StopVmRequested.class,
                            PlaceVmRequested.class);
        }
        as("operator").post(PATH + "/nobody/stop").then().statusCode(404);
    }

    @Test
    void livesFromItsDefinitionToItsRemovalThroughLegalStatesOnly() {
        String cluster = cluster();
        String id = fresh("vm");
        String body =
                vmBody(id, cluster).replace("\"vcpus\"", "\"wanted\": \"DEFINED\", \"vcpus\"");
        post(PATH, body).statusCode(201).body("state", equalTo("DEFINED"));

        as("operator")
                .post(PATH + "/" + id + "/stop")
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-operation"))
                .body("values.state", equalTo("DEFINED"))
                .body("values.legal", hasItems("start", "delete"));
        String network = fresh("net");
        put(
                        PATH + "/" + id + "/specification",
                        "{\"vcpus\": 4, \"memoryMiB\": 8192, \"adapters\":"
                                + " [{\"name\": \"eth0\", \"network\": \"%s\"}]}"
                                        .formatted(network))
                .statusCode(422)
                .body("code", equalTo("unknown-logical-network"));
        post(
                        "/api/v1/logical-networks",
                        """
                        {"id": "%s", "name": "VMs",
                         "sites": [{"site": "north", "subnets": ["10.0.0.0/24"]}]}
                        """
                                .formatted(network))
                .statusCode(201);
        put(
                        PATH + "/" + id + "/specification",
                        """
                        {"vcpus": 4, "memoryMiB": 8192, "guest": {"name": "RHEL 6.0"},
                         "disks": [{"name": "system", "sizeMiB": 40960, "format": "FIXED"}],
                         "adapters": [{"name": "eth0", "network": "%s"}],
                         "backupPolicy": "nightly"}
                        """
                                .formatted(network))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("disks[0].sizeMiB", equalTo(40960))
                .body("guest.name", equalTo("RHEL 6.0"));
        get(PATH + "/" + id)
                .body("vcpus", equalTo(4))
                .body("adapters[0].network", equalTo(network))
                .body("backupPolicy", equalTo("nightly"))
                .body("highlyAvailable", equalTo(false));
        act(id, "start").body("state", equalTo("STARTING"));
        put(PATH + "/" + id + "/specification", "{\"vcpus\": 8, \"memoryMiB\": 8192}")
                .statusCode(409)
                .body("values.operation", equalTo("configure-hardware"));
        delete(PATH + "/" + id).statusCode(409).body("values.operation", equalTo("delete"));
    }

    @Test
    void isRemovedAndItsIdGoesOnWithTheNextRevision() {
        String cluster = cluster();
        String id = fresh("vm");
        String body =
                vmBody(id, cluster).replace("\"vcpus\"", "\"wanted\": \"DEFINED\", \"vcpus\"");
        post(PATH, body).statusCode(201).header("ETag", "\"1\"");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            as("administrator")
                    .header("If-Match", "\"7\"")
                    .delete(PATH + "/" + id)
                    .then()
                    .statusCode(412);
            delete(PATH + "/" + id).statusCode(204);
            states.await(SOON, e -> ("vm/" + id).equals(e.key()) && e.event() == null);
            delete(PATH + "/" + id).statusCode(404);
            post(PATH, body).statusCode(201).header("ETag", "\"2\"");
        }
    }

    @Test
    void readsEveryPartOfASpecificationAndNamesEveryFault() {
        String cluster = cluster();
        post(
                        PATH,
                        """
                        {"id": "%s", "cluster": "%s", "vcpus": 0, "memoryMiB": 1024,
                         "maximumMemoryMiB": 512,
                         "disks": [{"name": " ", "sizeMiB": 0, "csv": "a b"}, null],
                         "iops": -1, "guest": {}, "possibleOwners": ["h", "h"],
                         "adapters": [{"name": "eth0", "network": "n", "mac": "00-15"}],
                         "drPolicy": "?"}
                        """
                                .formatted(fresh("vm"), cluster))
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body(
                        "values.errors.pointer",
                        contains(
                                "/vcpus",
                                "/maximumMemoryMiB",
                                "/disks/0/name",
                                "/disks/0/sizeMiB",
                                "/disks/0/csv",
                                "/disks/1",
                                "/iops",
                                "/guest/name",
                                "/possibleOwners/1",
                                "/adapters/0/mac",
                                "/drPolicy"));
    }

    @Test
    void showsWherePlacementPutIt() {
        String cluster = cluster();
        String id = fresh("vm");
        post(PATH, vmBody(id, cluster)).statusCode(201);
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    assignment(id, cluster, "host-2", 2, AssignmentState.RUNNING, 7));
            writer.write(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    assignment(id, cluster, "host-1", 1, AssignmentState.PLACED, 5));
        }

        await().atMost(SOON)
                .untilAsserted(() ->
                        get(PATH + "/" + id)
                                .statusCode(200)
                                .body("assignmentsLoaded", equalTo(true))
                                .body("assignment.host", equalTo("host-2"))
                                .body("assignment.epoch", equalTo(2))
                                .body("assignment.state", equalTo("RUNNING")));
    }

    @Test
    void manyAreCreatedAllOrNone() {
        String cluster = cluster();
        String taken = fresh("vm");
        post(PATH, vmBody(taken, cluster)).statusCode(201);
        String good = fresh("vm");

        post(
                        PATH,
                        "[%s, %s, %s]"
                                .formatted(
                                        vmBody(good, cluster),
                                        vmBody(taken, cluster),
                                        vmBody(fresh("vm"), "nowhere")))
                .statusCode(409)
                .body("values.errors.index", contains(1, 2))
                .body("values.errors.code", contains("vm-already-exists", "unknown-cluster"));
        get(PATH + "/" + good).statusCode(404);
        post(PATH, "[%s, {\"id\": 5}]".formatted(vmBody(good, cluster)))
                .statusCode(400)
                .body("code", equalTo("malformed-json"));
        post(PATH, "[]").statusCode(422).body("code", equalTo("nothing-to-do"));
    }

    @Test
    void aThousandAtOnceAreAnnouncedEach() {
        String cluster = cluster();
        String prefix = fresh("bulk");
        String body =
                IntStream.range(0, 1000)
                        .mapToObj(i -> vmBody(prefix + "-" + i, cluster))
                        .collect(Collectors.joining(",", "[", "]"));
        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(PATH, body).statusCode(201).body("items", hasSize(1000));

            assertThat(
                            requests.awaitMany(
                                    1000,
                                    SOON,
                                    e ->
                                            e.event() instanceof PlaceVmRequested request
                                                    && request.vm().value().startsWith(prefix)))
                    .extracting(e -> ((PlaceVmRequested) e.event()).vm())
                    .doesNotHaveDuplicates();
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            var page =
                    get(PATH + "?limit=400&cluster=" + cluster + "&cursor=" + cursor)
                            .statusCode(200)
                            .extract();
            listed.addAll(page.jsonPath().getList("items.id", String.class));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        assertThat(listed).hasSize(1000).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aVmLargerThanAnyHostIsAcceptedAndItsFateIsPlacementsToExplain() {
        post(
                        PATH,
                        """
                        {"id": "%s", "cluster": "%s", "vcpus": 4, "memoryMiB": 1099511627776}
                        """
                                .formatted(fresh("vm"), cluster()))
                .statusCode(201)
                .body("highlyAvailable", equalTo(false))
                .body("cpuUtilisationPercent", equalTo(100))
                .body("restartPriority", equalTo("MEDIUM"));
    }

    @Test
    void isAdvisedAgainstHighAvailabilityOutsideAnyCluster() {
        post(
                        PATH,
                        """
                        {"id": "%s", "group": "%s", "vcpus": 1, "memoryMiB": 512,
                         "highlyAvailable": true}
                        """
                                .formatted(fresh("vm"), group()))
                .statusCode(201)
                .body("advice.code", contains("ha-needs-cluster"));
    }

    @Test
    void belongsToExactlyOnePlace() {
        post(PATH, "{\"id\": \"%s\", \"vcpus\": 1, \"memoryMiB\": 512}".formatted(fresh("vm")))
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("values.errors.pointer", contains(""));
        get(PATH + "?cluster=a&group=b").statusCode(400).body("code", equalTo("bad-filter"));
    }

    private static io.restassured.response.ValidatableResponse act(String id, String action) {
        return as("operator").post(PATH + "/" + id + "/" + action).then().statusCode(202);
    }

    /** Whether a request is about this VM; those about operations as a whole name none. */
    static boolean isOf(String vm, PlacementRequest request) {
        return switch (request) {
            case AdoptVmRequested adopt -> adopt.vm().value().equals(vm);
            case OperateVmRequested operate -> operate.vm().value().equals(vm);
            case PlaceVmRequested place -> place.vm().value().equals(vm);
            case HandOverVmRequested handOver -> handOver.vm().value().equals(vm);
            case TakeOverVmRequested takeOver -> takeOver.vm().value().equals(vm);
            case StopVmRequested stop -> stop.vm().value().equals(vm);
            case MigrateVmRequested _,
                    EvacuateHostRequested _,
                    OptimiseDomainRequested _,
                    PatchAnswered _,
                    PatchClusterRequested _,
                    CancelOperationRequested _ ->
                    false;
        };
    }

    private static VmAssignment assignment(
            String vm,
            String domain,
            String host,
            long epoch,
            AssignmentState state,
            long revision) {
        return new VmAssignment(
                new VmId(vm),
                new DomainId(domain),
                new HostId(host),
                new Epoch(epoch),
                state,
                revision);
    }
}
