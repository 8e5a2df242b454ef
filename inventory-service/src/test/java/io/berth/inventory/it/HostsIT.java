package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.managementGroup;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HostsIT {
    private static final String PATH = "/api/v1/hosts/";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A host of which much is known, as it stands in a request. */
    private static String described(String id, boolean virtual) {
        return """
        {"id": "%s", "cores": 16, "memoryMiB": 65536,
         "reserve": {"diskMiB": 1024, "diskIops": 100, "networkPercent": 10},
         "hypervisor": {"kind": "HYPER_V", "product": "Windows Server 2008 R2",
                        "edition": "Datacenter", "installation": "full",
                        "servicePack": 1},
         "hardware": {"virtual": %s, "diskMiB": 1048576, "diskIops": 2000,
                      "processor": {"vendor": "INTEL", "model": "Xeon", "features": ["aes"]},
                      "adapters": [{"name": "nic-1", "speedMbit": 10000,
                                    "offloads": ["IPV4_CHECKSUM"]}],
                      "switches": [{"name": "external", "adapter": "nic-1",
                                    "networks": ["vm-net"]}],
                      "bmc": {"protocol": "IPMI_2_0", "address": "10.0.0.9"},
                      "certifiedFor": ["Windows Server 2008 R2"]}}
        """
                .formatted(id, virtual);
    }

    @Test
    void tellsAndAnnouncesWhatItIsMadeOf() {
        String cluster = fresh("cluster");
        String id = fresh("host");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post("/api/v1/clusters", clusterBody(cluster, group(), 0, described(id, false)))
                    .statusCode(201);
            HostState host =
                    (HostState) states.await(SOON, e -> ("host/" + id).equals(e.key())).event();
            assertThat(host).isNotNull();
            assertThat(host.reserve())
                    .isEqualTo(new HostReserve(0, MiB.ZERO, new MiB(1024), 100L, 10L));
            assertThat(host.hypervisor()).isNotNull();
            assertThat(host.hypervisor().kind()).isEqualTo(HypervisorKind.HYPER_V);
            assertThat(host.hardware()).isNotNull();
            assertThat(host.hardware().adapters().getFirst().offloads())
                    .containsExactly(Offload.IPV4_CHECKSUM);
        }
        get(PATH + id)
                .body("hypervisor.product", equalTo("Windows Server 2008 R2"))
                .body("standing", equalTo("SUPPORTED"))
                .body("hardware.diskMiB", equalTo(1048576))
                .body("hardware.processor.features", contains("aes"))
                .body("hardware.switches[0].networks", contains("vm-net"))
                .body("reserve.diskIops.value", equalTo(100))
                .body("reserve.diskIops.origin.kind", equalTo("host"))
                .body("reserve.memoryMiB.origin.kind", equalTo("none"))
                .body("reserve.own.networkPercent", equalTo(10));
    }

    @Test
    void inheritsEachOfTheFiveReserves() {
        String group =
                group(
                        managementGroup(),
                        """
                        {"cpuPercent": 100, "memoryMiB": 1, "diskMiB": 2, "diskIops": 3,
                         "networkPercent": 4}\
                        """);
        String id = fresh("host");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), group, 0, host(id))).statusCode(201);

        get(PATH + id)
                .body("reserve.cpuPercent.value", equalTo(100))
                .body("reserve.diskMiB.value", equalTo(2))
                .body("reserve.diskIops.value", equalTo(3))
                .body("reserve.networkPercent.origin.kind", equalTo("host-group"))
                .body("reserve.networkPercent.origin.id", equalTo(group));
        put(PATH + id + "/reserve", "{\"networkPercent\": 101, \"cpuPercent\": -1}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/cpuPercent", "/networkPercent"));
        put(PATH + id + "/reserve", "{\"networkPercent\": 0}")
                .statusCode(200)
                .body("reserve.networkPercent.value", equalTo(0))
                .body("reserve.networkPercent.origin.id", equalTo(id));
    }

    @Test
    void keepsNoMoreDiskForItselfThanItHas() {
        String id = fresh("host");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), group(), 0, described(id, false)))
                .statusCode(201);

        put(PATH + id + "/reserve", "{\"diskMiB\": 1048577, \"diskIops\": 2001}")
                .statusCode(422)
                .body("code", equalTo("reserve-exceeds-host"))
                .body("values.errors.pointer", contains("/diskMiB", "/diskIops"))
                .body("values.has", equalTo(1048576));
    }

    @Test
    void aHyperVClusterTakesPhysicalOrVirtualNodesAndNotBoth() {
        String cluster = fresh("cluster");
        String physical = fresh("host");
        post("/api/v1/clusters", clusterBody(cluster, group(), 0, described(physical, false)))
                .statusCode(201);

        post("/api/v1/clusters/" + cluster + "/hosts", "[" + described(fresh("vh"), true) + "]")
                .statusCode(422)
                .body("code", equalTo("mixed-physical-and-virtual-nodes"))
                .body("values.physical", hasItem(physical));
        String second = fresh("host");
        post("/api/v1/clusters/" + cluster + "/hosts", "[" + described(second, false) + "]")
                .statusCode(200);
        put(
                        PATH + second + "/build",
                        described(second, true)
                                .replaceFirst("\"id\": \"[^\"]*\", ", "")
                                .replaceFirst("\"reserve\": \\{[^}]*},", ""))
                .statusCode(422)
                .body("code", equalTo("mixed-physical-and-virtual-nodes"));
    }

    @Test
    void anUnsupportedHypervisorIsRefusedByNameUnlessForced() {
        String id = fresh("host");
        String standard =
                """
                {"id": "%s", "group": "%s", "site": "north", "cores": 8, "memoryMiB": 32768,
                 "hypervisor": {"kind": "HYPER_V", "product": "Windows Server 2008",
                                "edition": "Standard"}%s}
                """;
        String group = group();

        post("/api/v1/hosts", standard.formatted(id, group, ""))
                .statusCode(422)
                .body("code", equalTo("unsupported-hypervisor"))
                .body("values.errors[0].pointer", equalTo("/hypervisor"))
                .body("hint", containsString("force"));
        post("/api/v1/hosts", standard.formatted(id, group, ", \"force\": true"))
                .statusCode(201)
                .body("standing", equalTo("FORCED_UNSUPPORTED"));
    }

    @Test
    void isRebuiltWithAMatchingTag() {
        String id = fresh("host");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), group(), 0, host(id)))
                .statusCode(201);

        String larger = "{\"cores\": 32, \"memoryMiB\": 131072}";
        as("administrator")
                .contentType("application/json")
                .header("If-Match", "\"9\"")
                .body(larger)
                .put(PATH + id + "/build")
                .then()
                .statusCode(412)
                .body("code", equalTo("stale"));
        put(PATH + id + "/build", larger)
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("memoryMiB", equalTo(131072));
        put(PATH + id + "/build", "{\"cores\": 0}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/cores", "/memoryMiB"));
    }

    @Test
    void leavesItsClusterOnlyFromMaintenanceWithoutVmsAndWithinTheReserve() {
        String cluster = fresh("cluster");
        String first = fresh("host");
        String second = fresh("host");
        String third = fresh("host");
        post(
                        "/api/v1/clusters",
                        clusterBody(cluster, group(), 1, host(first), host(second), host(third)))
                .statusCode(201);
        VmId vm = new VmId(fresh("vm"));
        assign(vm, cluster, first, AssignmentState.RUNNING, 1);
        await().atMost(SOON)
                .untilAsserted(() ->
                        delete(PATH + first)
                                .statusCode(409)
                                .body("code", equalTo("host-not-in-maintenance"))
                                .body(
                                        "values.errors.code",
                                        contains("host-not-in-maintenance", "host-not-empty")));
        put(PATH + first + "/maintenance", "{\"maintenance\": true}").statusCode(200);
        delete(PATH + first).statusCode(409).body("code", equalTo("host-not-empty"));
        assign(vm, cluster, first, AssignmentState.STOPPED, 2);
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            await().atMost(SOON).untilAsserted(() -> delete(PATH + first).statusCode(204));
            assertThat(states.await(SOON, e -> ("host/" + first).equals(e.key())).event()).isNull();
            ClusterState left =
                    (ClusterState)
                            states.await(SOON, e -> ("cluster/" + cluster).equals(e.key())).event();
            assertThat(left).isNotNull();
            assertThat(left.nodes()).containsExactly(new HostId(second), new HostId(third));
        }
        get(PATH + first).statusCode(404);
        put(PATH + second + "/maintenance", "{\"maintenance\": true}").statusCode(200);
        delete(PATH + second)
                .statusCode(422)
                .body("code", equalTo("13803"))
                .body("values.nodes", equalTo(1));
        post("/api/v1/clusters/" + cluster + "/hosts", "[" + host(first) + "]").statusCode(200);
        get(PATH + first).header("ETag", "\"3\"").body("maintenance", equalTo(false));
        get("/api/v1/clusters/" + cluster).body("nodes", contains(second, third, first));
    }

    @Test
    void aClusterWithoutVmsIsRemovedWithItsHosts() {
        String cluster = fresh("cluster");
        String node = fresh("host");
        post("/api/v1/clusters", clusterBody(cluster, group(), 0, host(node))).statusCode(201);
        String vm = fresh("vm");
        post(
                        "/api/v1/vms",
                        Api.vmBody(vm, cluster)
                                .replace("\"vcpus\"", "\"wanted\": \"DEFINED\", \"vcpus\""))
                .statusCode(201);

        delete("/api/v1/clusters/" + cluster)
                .statusCode(409)
                .body("code", equalTo("cluster-not-empty"))
                .body("detail", containsString("1 VMs"));
        delete("/api/v1/vms/" + vm).statusCode(204);
        delete("/api/v1/clusters/" + cluster).statusCode(204);
        get(PATH + node).statusCode(404).body("values.kind", equalTo("host"));
        get("/api/v1/clusters/" + cluster).statusCode(404).body("items", nullValue());
    }

    private static void assign(
            VmId vm, String cluster, String host, AssignmentState state, long revision) {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    new VmAssignment(
                            vm,
                            new DomainId(cluster),
                            new HostId(host),
                            new Epoch(1),
                            state,
                            revision));
        }
    }
}
