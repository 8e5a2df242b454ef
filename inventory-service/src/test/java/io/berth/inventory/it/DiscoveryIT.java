package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.vmBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.Topics;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.validation.Estates;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agents report and inventory does not know, from the topic to its adoption. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class DiscoveryIT {
    private static final String VMS = "/api/v1/discovered/vms/";
    private static final String HOSTS = "/api/v1/discovered/hosts/";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TopicWriter writer = new TopicWriter();
    private long reports;

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aVmOutsideOfBerthIsShownAndVanishesWhenItIsNoLongerSeen() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        String vm = fresh("legacy");
        registered(cluster, node);

        table(node, cluster, List.of(unmanaged(vm)), running(vm, 0), running(fresh("vm"), 4));

        discovered(VMS + vm)
                .body("host", equalTo(node))
                .body("domain", equalTo(cluster))
                .body("running", equalTo(true))
                .body("vcpus", equalTo(2))
                .body("memoryMiB", equalTo(4096))
                .body("guest", equalTo("Windows Server 2008"));
        get(VMS + "?host=" + node).statusCode(200).body("items.id", contains(vm));
        get(VMS + "?host=" + fresh("host")).body("items", empty());
        get(VMS + "?ignored=perhaps").statusCode(400).body("code", equalTo("bad-filter"));

        table(node, cluster, List.of());

        await().atMost(SOON)
                .untilAsserted(() ->
                        get(VMS + vm).statusCode(404).body("code", equalTo("not-discovered")));
    }

    @Test
    void aTableThatSaysTheSameIsNotWritten() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        String vm = fresh("legacy");
        registered(cluster, node);
        table(node, cluster, List.of(unmanaged(vm)), running(vm, 0));
        String seen = discovered(VMS + vm).extract().path("lastSeen");

        table(node, cluster, List.of(unmanaged(vm)), running(vm, 0));
        String later = fresh("legacy");
        table(node, cluster, List.of(), running(vm, 0), running(later, 0));
        discovered(VMS + later);

        get(VMS + vm).body("firstSeen", equalTo(seen)).body("vcpus", equalTo(null));
    }

    @Test
    void whatIsIgnoredIsHiddenForGood() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        String vm = fresh("legacy");
        registered(cluster, node);
        table(node, cluster, List.of(), running(vm, 0));
        discovered(VMS + vm);

        as("viewer").post(VMS + vm + "/ignored").then().statusCode(403);
        as("operator").post(VMS + vm + "/ignored").then().statusCode(204);
        as("operator").post(VMS + vm + "/ignored").then().statusCode(204);
        as("operator").post(VMS + "nobody/ignored").then().statusCode(404);

        get(VMS + "?host=" + node).body("items", empty());
        get(VMS + "?ignored=true&host=" + node).body("items.id", contains(vm));
        as("operator").delete(VMS + vm + "/ignored").then().statusCode(204);
        get(VMS + "?host=" + node).body("items.id", contains(vm));
    }

    @Test
    void aRunningVmIsTakenUpThroughPlacementWhereItRuns() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        String vm = fresh("legacy");
        registered(cluster, node);
        table(node, cluster, List.of(unmanaged(vm)), running(vm, 0));
        discovered(VMS + vm);
        post("/api/v1/vms", vmBody(vm, cluster))
                .statusCode(409)
                .body("code", equalTo("vm-runs-unmanaged"))
                .body("values.host", equalTo(node));

        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(VMS + vm + "/adoptions", "{\"highlyAvailable\": true, \"memoryMiB\": 0}")
                    .statusCode(400);
            post(VMS + vm + "/adoptions", adoption())
                    .statusCode(202)
                    .header("ETag", "\"1\"")
                    .body("id", equalTo(vm))
                    .body("cluster", equalTo(cluster))
                    .body("state", equalTo("STARTING"))
                    .body("vcpus", equalTo(2))
                    .body("memoryMiB", equalTo(4096));

            assertThat(requests.await(SOON, entry -> concerns(entry.event(), vm)).event())
                    .isEqualTo(
                            new AdoptVmRequested(
                                    new VmId(vm),
                                    new DomainId(cluster),
                                    new HostId(node),
                                    new VmSpec(
                                            2,
                                            40,
                                            new MiB(4096),
                                            true,
                                            RestartPriority.HIGH,
                                            null)));
        }
        get(VMS + "?host=" + node).body("items", empty());
        post(VMS + vm + "/adoptions", adoption())
                .statusCode(409)
                .body("code", equalTo("vm-already-managed"));

        assigned(vm, cluster, node, AssignmentState.RUNNING, 2);
        await().atMost(SOON)
                .untilAsserted(() -> get("/api/v1/vms/" + vm).body("state", equalTo("RUNNING")));
        table(node, cluster, List.of(), running(vm, 1));
        await().atMost(SOON).untilAsserted(() -> get(VMS + vm).statusCode(404));
    }

    @Test
    void anAdoptionThatFailedCanBeTriedAgainAndAStartIsRefused() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        String vm = fresh("legacy");
        registered(cluster, node);
        table(node, cluster, List.of(unmanaged(vm)), running(vm, 0));
        discovered(VMS + vm);
        post(VMS + vm + "/adoptions", adoption()).statusCode(202);

        assigned(vm, cluster, null, AssignmentState.ADOPTION_FAILED, 2);
        await().atMost(SOON)
                .untilAsserted(() -> get("/api/v1/vms/" + vm).body("state", equalTo("DEFINED")));

        as("operator")
                .post("/api/v1/vms/" + vm + "/start")
                .then()
                .statusCode(409)
                .body("code", equalTo("vm-runs-unmanaged"));
        as("administrator")
                .contentType("application/json")
                .header("If-Match", "\"7\"")
                .body(adoption())
                .post(VMS + vm + "/adoptions")
                .then()
                .statusCode(412);
        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            post(VMS + vm + "/adoptions", adoption()).statusCode(202).header("ETag", "\"1\"");
            assertThat(requests.await(SOON, entry -> concerns(entry.event(), vm)).event())
                    .isInstanceOf(AdoptVmRequested.class);
        }
    }

    @Test
    void anUnknownHostIsShownAskedForItsFactsAndRegistered() {
        String group = group();
        String node = fresh("host");
        String domain = DomainId.standalone(new HostGroupId(group)).value();
        String vm = fresh("legacy");
        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            table(node, domain, List.of(unmanaged(vm)), running(vm, 0));
            HostCommand asked =
                    commands.await(
                                    SOON,
                                    entry ->
                                            entry.event() instanceof ReportFacts facts
                                                    && facts.host().value().equals(node))
                            .event();
            facts(node, domain, (ReportFacts) asked);
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        get(HOSTS + node)
                                .statusCode(200)
                                .body("domain", equalTo(domain))
                                .body("osName", equalTo("Windows Server 2008 R2"))
                                .body("processor.vendor", equalTo("INTEL")));
        get(HOSTS + "?limit=500").body("items.id", hasItem(node));
        post(VMS + vm + "/adoptions", adoption())
                .statusCode(409)
                .body("code", equalTo("host-not-adopted"));

        String elsewhere = fresh("cluster");
        registered(elsewhere, fresh("host"));
        post(
                        HOSTS + node + "/adoptions",
                        "{\"cluster\": \"%s\", \"cores\": 16, \"memoryMiB\": 65536}"
                                .formatted(elsewhere))
                .statusCode(409)
                .body("code", equalTo("host-reports-elsewhere"))
                .body("values.reports", equalTo(domain))
                .body("values.wanted", equalTo(elsewhere));
        post(
                        HOSTS + node + "/adoptions",
                        "{\"group\": \"%s\", \"site\": \"north\", \"cores\": 16,\"memoryMiB\": 65536}"
                                .formatted(group))
                .statusCode(201)
                .header("Location", endsWith("/api/v1/hosts/" + node))
                .body("hardware.processor.vendor", equalTo("INTEL"));

        get(HOSTS + node).statusCode(404);
        get(HOSTS + "?limit=500").body("items.id", not(hasItem(node)));
        post(VMS + vm + "/adoptions", adoption()).statusCode(202).body("group", equalTo(group));
    }

    private static ValidatableResponse discovered(String path) {
        await().atMost(SOON).untilAsserted(() -> get(path).statusCode(200));
        return get(path);
    }

    private static void registered(String cluster, String node) {
        post("/api/v1/clusters", clusterBody(cluster, group(), 0, host(node))).statusCode(201);
    }

    private static String adoption() {
        return "{\"highlyAvailable\": true, \"restartPriority\": \"HIGH\","
                + " \"cpuUtilisationPercent\": 40}";
    }

    private static boolean concerns(PlacementRequest request, String vm) {
        return VmsIT.isOf(vm, request);
    }

    private static UnmanagedVm unmanaged(String vm) {
        return new UnmanagedVm(new VmId(vm), 2, MiB.ofGiB(4), "Windows Server 2008");
    }

    private static VmObservation running(String vm, long epoch) {
        return new VmObservation(
                new VmId(vm), new Epoch(epoch), VmPower.RUNNING, IntegrationHeartbeat.OK);
    }

    private void table(
            String host, String domain, List<UnmanagedVm> unmanaged, VmObservation... held) {
        writer.write(
                Topics.HOST_REPORTS,
                new VmTableReported(
                        new HostId(host),
                        new DomainId(domain),
                        new BootId(1),
                        Tenure.NONE,
                        false,
                        Trigger.UNMANAGED_CHANGED,
                        new ArrayList<>(List.of(held)),
                        unmanaged,
                        Instant.EPOCH.plusSeconds(++reports)));
    }

    private void assigned(
            String vm,
            String cluster,
            @Nullable String host,
            AssignmentState state,
            long revision) {
        writer.write(
                Topics.PLACEMENT_ASSIGNMENTS,
                new VmAssignment(
                        new VmId(vm),
                        new DomainId(cluster),
                        host == null ? null : new HostId(host),
                        new Epoch(1),
                        state,
                        revision));
    }

    private void facts(String host, String domain, ReportFacts asked) {
        try {
            writer.write(
                    Topics.HOST_REPORTS,
                    new HostFactsReported(
                            new HostId(host),
                            new DomainId(domain),
                            new BootId(1),
                            Tenure.NONE,
                            asked.command(),
                            EventCodec.JSON.treeToValue(
                                    Estates.facts().getFirst(), HostFacts.class),
                            Instant.EPOCH));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
