package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.cluster;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static io.berth.inventory.it.Api.vmBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A VM goes to another cluster: at once before it ever ran, by placement's word afterwards. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HandOverIT {
    private static final String PATH = "/api/v1/vms";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static String to(String cluster) {
        return "{\"cluster\": \"%s\"}".formatted(cluster);
    }

    private static VmAssignment stopped(String id, String domain, long epoch, long revision) {
        return new VmAssignment(
                new VmId(id),
                new DomainId(domain),
                null,
                new Epoch(epoch),
                AssignmentState.STOPPED,
                revision);
    }

    @Test
    void whatNeverRanGoesAtOnce() {
        String here = cluster();
        String there = cluster();
        String id = fresh("vm");
        post(PATH, vmBody(id, here).replace("\"vcpus\"", "\"wanted\": \"DEFINED\", \"vcpus\""))
                .statusCode(201)
                .body("possible", hasItem("hand-over"));
        put(PATH + "/" + id + "/home", to("nowhere"))
                .statusCode(422)
                .body("code", equalTo("unknown-cluster"));
        put(PATH + "/" + id + "/home", "{}").statusCode(400);
        as("operator")
                .contentType("application/json")
                .body(to(there))
                .put(PATH + "/" + id + "/home")
                .then()
                .statusCode(403);
        put(PATH + "/" + id + "/home", to(there))
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("domain", equalTo(there));
        get(PATH + "/" + id).body("domain", equalTo(there)).body("cluster", equalTo(there));
    }

    @Test
    void whatRanGoesByPlacementsWordAndWhatWasWishedMeanwhileIsWishedThere() {
        String here = cluster();
        String there = cluster();
        String id = fresh("vm");
        post(PATH, vmBody(id, here)).statusCode(201);
        put(PATH + "/" + id + "/home", to(there))
                .statusCode(409)
                .body("code", equalTo("illegal-operation"))
                .body("values.state", equalTo("STARTING"));
        as("operator").post(PATH + "/" + id + "/stop").then().statusCode(202);
        try (TopicWriter writer = new TopicWriter();
                TopicReader<PlacementRequest> requests =
                        TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            writer.write(Topics.PLACEMENT_ASSIGNMENTS, stopped(id, here, 3, 9));
            await().atMost(SOON)
                    .untilAsserted(() -> get(PATH + "/" + id).body("state", equalTo("STOPPED")));

            put(PATH + "/" + id + "/home", to(there)).statusCode(202).body("domain", equalTo(here));
            assertThat(
                            requests.await(
                                            SOON,
                                            e ->
                                                    e.event() instanceof HandOverVmRequested asked
                                                            && asked.vm().value().equals(id))
                                    .event())
                    .isEqualTo(
                            new HandOverVmRequested(
                                    new VmId(id), new DomainId(here), new DomainId(there)));

            as("operator").post(PATH + "/" + id + "/start").then().statusCode(202);
            writer.write(
                    Topics.PLACEMENT_DECISIONS,
                    new VmTakenOver(
                            new VmId(id), new DomainId(there), new DomainId(here), new Epoch(4)));
            requests.await(
                    SOON,
                    e ->
                            e.event() instanceof PlaceVmRequested place
                                    && place.vm().value().equals(id)
                                    && place.domain().value().equals(there));
            get(PATH + "/" + id).body("domain", equalTo(there)).body("cluster", equalTo(there));
        }
    }

    /** After a failover the only disk is on one host: nobody may wish the VM elsewhere. */
    @Test
    void whatIsTakenOverUnderTermsIsWishedUnderThem() {
        String here = cluster();
        String there = cluster();
        String id = fresh("vm");
        HostId disk = new HostId(fresh("host"));
        post(PATH, vmBody(id, here)).statusCode(201);
        try (TopicWriter writer = new TopicWriter();
                TopicReader<PlacementRequest> requests =
                        TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            writer.write(Topics.PLACEMENT_ASSIGNMENTS, stopped(id, here, 3, 9));
            writer.write(
                    Topics.PLACEMENT_DECISIONS,
                    new VmTakenOver(
                            new VmId(id),
                            new DomainId(there),
                            new DomainId(here),
                            new Epoch(4),
                            new HandOverTerms(List.of(disk), false)));
            PlaceVmRequested wished =
                    (PlaceVmRequested)
                            requests.await(
                                            SOON,
                                            e ->
                                                    e.event() instanceof PlaceVmRequested place
                                                            && place.vm().value().equals(id)
                                                            && place.domain().value().equals(there))
                                    .event();
            assertThat(wished.spec().highlyAvailable()).isFalse();
            assertThat(wished.spec().details()).isNotNull();
            assertThat(wished.spec().details().possibleOwners()).containsExactly(disk);
        }
        get(PATH + "/" + id)
                .body("domain", equalTo(there))
                .body("possibleOwners", equalTo(List.of(disk.value())));
    }
}
