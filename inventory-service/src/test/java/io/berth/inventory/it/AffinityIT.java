package io.berth.inventory.it;

import static io.berth.inventory.it.Api.cluster;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Estates.exported;
import static io.berth.inventory.it.Estates.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What VMs are kept together with and started after, as it is written, read and refused. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AffinityIT {
    private static final String PATH = "/api/v1/vms";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static String vm(String id, String cluster, String more) {
        return "{\"id\": \"%s\", \"cluster\": \"%s\", \"vcpus\": 1, \"memoryMiB\": 512, %s}"
                .formatted(id, cluster, more);
    }

    private static String tier(String group, int tier, String delay) {
        return "\"startOrder\": {\"group\": \"%s\", \"tier\": %d, \"delay\": \"%s\"}"
                .formatted(group, tier, delay);
    }

    @Test
    void setsAndTiersAreKeptShownListedAndRequestedLowestTierFirst() {
        String cluster = cluster();
        String set = fresh("shop");
        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(
                            PATH,
                            "[%s,%s]"
                                    .formatted(
                                            vm(
                                                    set + "-web",
                                                    cluster,
                                                    "\"affinitySet\": \"%s\", %s"
                                                            .formatted(set, tier(set, 2, "PT30S"))),
                                            vm(set + "-db", cluster, tier(set, 1, "PT0S"))))
                    .statusCode(201);
            assertThat(
                            requests.awaitMany(
                                    2,
                                    SOON,
                                    e ->
                                            e.event() instanceof PlaceVmRequested place
                                                    && place.vm().value().startsWith(set)))
                    .extracting(e -> ((PlaceVmRequested) e.event()).spec().startOrder())
                    .containsExactly(
                            new StartOrder(set, 1, Duration.ZERO),
                            new StartOrder(set, 2, Duration.ofSeconds(30)));
        }
        get(PATH + "/" + set + "-web")
                .body("affinitySet", equalTo(set))
                .body("startOrder.tier", equalTo(2))
                .body("startOrder.delay", equalTo("PT30S"));
        get(PATH + "?affinitySet=" + set).body("items.id", contains(set + "-web"));
        get(PATH + "?startGroup=" + set).body("items", hasSize(2));
        String yaml = exported("yaml");
        assertThat(yaml).contains("affinitySet: \"" + set).contains("delay: \"PT30S\"");
        assertThat(imported(yaml).getString("phase")).isEqualTo("UNCHANGED");
    }

    @Test
    void twoVmsAreNotKeptTogetherAndApart() {
        String cluster = cluster();
        String set = fresh("set");
        String both = "\"affinitySet\": \"%s\", \"antiAffinitySet\": \"apart\"".formatted(set);
        post(PATH, vm(set + "-1", cluster, both)).statusCode(201);
        post(PATH, vm(set + "-2", cluster, both))
                .statusCode(422)
                .body("code", equalTo("together-and-apart"))
                .body("values.vm", equalTo(set + "-2"))
                .body("values.other", equalTo(set + "-1"))
                .body("values.affinitySet", equalTo(set))
                .body("values.antiAffinitySet", equalTo("apart"));
        String refused =
                imported(
                                """
                                vms:
                                  - {id: %1$s-3, cluster: %2$s, vcpus: 1, memoryMiB: 512,
                                     affinitySet: %1$s, antiAffinitySet: apart}
                                """
                                        .formatted(set, cluster))
                        .prettify();
        assertThat(refused).contains("together-and-apart").contains("/vms/0/affinitySet");
    }

    @Test
    void tiersAndDelaysHaveBounds() {
        String cluster = cluster();
        String id = fresh("vm");
        post(PATH, vm(id, cluster, tier("g", 0, "PT0S"))).statusCode(400);
        post(PATH, vm(id, cluster, tier("g", 100, "PT0S"))).statusCode(400);
        post(PATH, vm(id, cluster, tier("g", 1, "PT1H0.1S"))).statusCode(400);
        post(PATH, vm(id, cluster, tier("g", 1, "-PT1S"))).statusCode(400);
        post(PATH, vm(id, cluster, tier("g", 1, "soon"))).statusCode(400);
        post(PATH, vm(id, cluster, "\"startOrder\": {\"tier\": 1}")).statusCode(400);
        get(PATH + "/" + id).statusCode(404);
    }
}
