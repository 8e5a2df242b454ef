package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.berth.inventory.rulebook.RulebookFile;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** The judgements of the rulebook over HTTP; the rules themselves are tested beside the domain. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SupportIT {
    private static final String SUPPORT = "/api/v1/support/";

    @Test
    void theRulebookIsReadable() {
        get("/api/v1/rulebook")
                .statusCode(200)
                .body("items", hasSize(RulebookFile.values().length))
                .body("items.name", hasItems("support-matrix", "bmc", "guests", "sizing"))
                .body("items.purpose", everyItem(containsString(" ")))
                .body("items.replaced", everyItem(equalTo(false)));
        get("/api/v1/rulebook/support-matrix")
                .statusCode(200)
                .contentType("application/yaml")
                .body(startsWith("# The support matrix"), containsString("libvirt-9"));
        get("/api/v1/rulebook/support-matrix.yaml").statusCode(200);
        get("/api/v1/rulebook/support-matrix/schema")
                .statusCode(200)
                .contentType("application/schema+json")
                .body(containsString("https://json-schema.org/draft/2020-12/schema"));
        get("/api/v1/rulebook/tax-law")
                .statusCode(404)
                .body("code", equalTo("rulebook-file-not-found"))
                .body("values.names", hasItem("bmc"));
    }

    @Test
    void aHostIsChecked() {
        post(
                        SUPPORT + "host-check",
                        """
                        {"kind": "HYPER_V", "product": "Windows Server 2008 R2",
                         "edition": "Datacenter", "installation": "core", "servicePack": 1}
                        """)
                .statusCode(200)
                .body("answer", equalTo("SUPPORTED"))
                .body("row", equalTo("windows-server-2008-r2"))
                .body("standing", equalTo("SUPPORTED"));
        post(SUPPORT + "host-check", "{\"kind\": \"ESX\", \"product\": \"ESXi 4.1\"}")
                .statusCode(200)
                .body("answer", equalTo("UNSUPPORTED"))
                .body("code", equalTo("unsupported-hypervisor"))
                .body("hint", containsString("vCenter Server 4.1"))
                .body("standing", equalTo("FORCED_UNSUPPORTED"));
        post(
                        SUPPORT + "host-check",
                        """
                        {"kind": "HYPER_V", "product": "Windows Server 2008 R2",
                         "edition": "Datacenter", "installation": "core", "servicePack": 2}
                        """)
                .statusCode(200)
                .body("answer", equalTo("NOT_LISTED"))
                .body("code", equalTo("hypervisor-not-listed"))
                .body("nearest.row", contains("windows-server-2008-r2"))
                .body("nearest[0].shortfalls", contains("servicePack is 2, listed is at most 1"))
                .body("standing", equalTo("FORCED_NOT_LISTED"));
    }

    @Test
    void whatCannotBeReadIsToldWithItsPlace() {
        post(SUPPORT + "host-check", "{\"product\": \" \", \"servicePack\": 100}")
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("values.errors.pointer", contains("/kind", "/product", "/servicePack"));
        post(SUPPORT + "guest-check", "{\"vcpus\": 0}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/guest", "/vcpus", "/host"));
        post("/api/v1/sizing/advice", "{\"hosts\": 0, \"machines\": []}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/hosts", "/machines"));
        post(SUPPORT + "update-server-check", "{\"managerNodes\": [{}]}")
                .statusCode(400)
                .body(
                        "values.errors.pointer",
                        contains("/server", "/managerNodes/0/name", "/managerNodes/0/console"));
        post(SUPPORT + "host-check", "").statusCode(400);
    }

    @Test
    void whoeverMayLookMayAsk() {
        RestAssured.given()
                .contentType(ContentType.JSON)
                .body("{}")
                .post(SUPPORT + "host-check")
                .then()
                .statusCode(401);
        as("agent").get("/api/v1/rulebook").then().statusCode(403);
        as("viewer")
                .contentType(ContentType.JSON)
                .body("{\"protocol\": \"Redfish\"}")
                .post(SUPPORT + "bmc-check")
                .then()
                .statusCode(200);
    }

    @Test
    void aManagementControllerIsChecked() {
        post(SUPPORT + "bmc-check", "{\"protocol\": \"ipmi 2.0\"}")
                .statusCode(200)
                .body("protocol", equalTo("IPMI_2_0"));
        post(SUPPORT + "bmc-check", "{\"protocol\": \"HP iLO 3\"}")
                .statusCode(422)
                .body("code", equalTo("bmc-protocol-not-accepted"))
                .body("values.accepted", hasItems("IPMI 1.5", "HP iLO 2", "Redfish"))
                .body("hint", containsString("SMASH 1.0 over WS-Man"));
    }

    @Test
    void bareMetalReadinessIsReported() {
        post(
                        "/api/v1/bare-metal/readiness",
                        """
                        {"pxeProvider": {"name": "WDS", "system": "Windows Server 2008 R2"},
                         "bmcProtocol": "SNMP",
                         "hostImage": {"format": "VHD", "generalised": false},
                         "nicDriver": {"name": "e1q62x64.inf", "architecture": "X64"}}
                        """)
                .statusCode(200)
                .body("ready", equalTo(false))
                .body(
                        "items.item",
                        contains(
                                "pxe-provider",
                                "bmc-protocol",
                                "host-image",
                                "nic-driver",
                                "storage-driver"))
                .body("items.status", contains("PRESENT", "WRONG", "WRONG", "PRESENT", "MISSING"))
                .body("items[2].action", containsString("sysprep"));
    }

    @Test
    void aGuestIsChecked() {
        post(
                        SUPPORT + "guest-check",
                        """
                        {"guest": {"name": "RHEL 6.0", "architecture": "X86",
                                   "integrationServices": "3.1"},
                         "vcpus": 5,
                         "host": {"kind": "HYPER_V", "product": "Windows Server 2008",
                                  "edition": "Standard", "servicePack": 2}}
                        """)
                .statusCode(200)
                .body("answer", equalTo("UNSUPPORTED"))
                .body("maxVcpus", equalTo(1))
                .body(
                        "rules.findAll { it.outcome == 'FAILED' }.rule",
                        contains("vcpu-limit", "no-smp-for-32-bit-linux"));
    }

    @Test
    void aGuestClusterIsChecked() {
        String cluster =
                """
                {"sqlServer": "%s", "guestSystem": "Windows Server 2008",
                 "hypervisor": {"kind": "HYPER_V", "product": "Hyper-V Server 2008"},
                 "componentsCertified": true, "validation": "%s"}
                """;
        post(SUPPORT + "guest-cluster-check", cluster.formatted("SQL Server 2008", "PASSED"))
                .statusCode(200)
                .body("answer", equalTo("SUPPORTED"))
                .body("rules", hasSize(5));
        post(SUPPORT + "guest-cluster-check", cluster.formatted("SQL Server 2008", "FAILED"))
                .body("answer", equalTo("LIMITED_SUPPORT"))
                .body("reference", equalTo("KB 897615"));
        post(SUPPORT + "guest-cluster-check", cluster.formatted("SQL Server 2000", "PASSED"))
                .body("answer", equalTo("REFUSED"));
    }

    @Test
    void machinesAreAdvised() {
        post(
                        "/api/v1/sizing/advice",
                        """
                        {"hosts": 151, "managerInsideItsCluster": true,
                         "machines": [
                             {"name": "vmm", "roles": ["MANAGEMENT_SERVER"]},
                             {"name": "data", "roles": ["DATABASE", "LIBRARY"]}],
                         "database": {"product": "SQL Server 2008 R2", "edition": "Express",
                                      "servicePack": 0},
                         "managerHost": {"system": {"product": "Windows Server 2008 R2",
                                                    "edition": "Standard", "servicePack": 1},
                                         "installed": ["WinRM 2.0", ".NET 3.5 SP1"]}}
                        """)
                .statusCode(200)
                .body("band", equalTo("above-150"))
                .body("machines[0].minimum.memoryMiB", equalTo(4096))
                .body("machines[1].minimum.memoryMiB", equalTo(4096 + 2048 - 512))
                .body("machines[1].minimum.plusContent", equalTo(true))
                .body(
                        "software.findAll { it.outcome == 'FAILED' }.rule",
                        contains("database", "manager-waik"))
                .body(
                        "warnings.code",
                        contains(
                                "database-on-dedicated-machine",
                                "library-on-dedicated-machine",
                                "manager-inside-its-cluster",
                                "library-by-content"));
        post(
                        "/api/v1/sizing/advice",
                        """
                        {"hosts": 1, "machines": [{"name": "a", "roles": ["DATABASE"]},
                                                  {"name": "b", "roles": ["DATABASE"]}]}
                        """)
                .statusCode(422)
                .body("code", equalTo("role-placed-twice"));
        get("/api/v1/sizing/table").statusCode(200).body("rows", hasSize(10));
    }

    @Test
    void theRunningInstallationIsJudged() {
        get("/api/v1/sizing/installation")
                .statusCode(200)
                .body("observed.processors", equalTo(Runtime.getRuntime().availableProcessors()))
                .body("rules.rule", hasItem("measured-size"));
    }

    @Test
    void whatStandsAroundHostsIsChecked() {
        post(
                        SUPPORT + "update-server-check",
                        """
                        {"server": {"product": "WSUS", "version": "3.0", "servicePack": 2},
                         "dedicated": true, "position": "DOWNSTREAM", "managerClustered": true,
                         "managerNodes": [{"name": "a", "console": true},
                                          {"name": "b", "console": false}]}
                        """)
                .statusCode(200)
                .body("answer", equalTo("UNSUPPORTED"))
                .body("rules.outcome", contains("PASSED", "PASSED", "FAILED", "WARNING"))
                .body("nodesWithoutConsole", contains("b"));
        post(
                        SUPPORT + "library-share-check",
                        """
                        {"fileServer": {"product": "Windows Server 2003", "edition": "Enterprise"},
                         "onFailoverCluster": true}
                        """)
                .statusCode(200)
                .body("highlyAvailable", equalTo(false))
                .body("rules[1].finding", containsString("2003 are not recognised"));
        post(SUPPORT + "portal-check", "{\"networkLoadBalancing\": true}")
                .statusCode(422)
                .body("code", equalTo("portal-load-balanced"));
        post(SUPPORT + "portal-check", "{\"networkLoadBalancing\": false}").statusCode(200);
    }

    /** The rules about guests hold where a VM is defined and where it is configured. */
    @Test
    void aGuestThatNoHostMayRunIsRefused() {
        String cluster = Api.fresh("cluster");
        String node =
                """
                {"id": "%s", "cores": 16, "memoryMiB": 65536,
                 "hypervisor": {"kind": "HYPER_V", "product": "Windows Server 2008 R2",
                                "edition": "Datacenter", "installation": "core",
                                "servicePack": 1}}
                """
                        .formatted(Api.fresh("host"));
        post("/api/v1/clusters", Api.clusterBody(cluster, Api.group(), 0, node)).statusCode(201);
        String id = Api.fresh("vm");
        post("/api/v1/vms", guest(id, cluster, 5, "CentOS 6.0", "3.1"))
                .statusCode(422)
                .body("code", equalTo("guest-rule-broken"))
                .body("values.rule", equalTo("vcpu-limit"))
                .body("values.errors[0].pointer", equalTo("/vcpus"))
                .body("detail", containsString("at most 4"));
        post("/api/v1/vms", guest(id, cluster, 4, "CentOS 6.0", "2.1"))
                .statusCode(422)
                .body("values.rule", equalTo("integration-components"))
                .body("values.errors[0].pointer", equalTo("/guest"));

        // What is on no list is advice, and so is what is not stated.
        post("/api/v1/vms", guest(id, cluster, 16, "Debian Linux 6", "1.0")).statusCode(201);
        get("/api/v1/vms/" + id + "/guest-check")
                .statusCode(200)
                .body("answer", equalTo("NOT_LISTED"))
                .body("hypervisors.hostCount", contains(1))
                .body("hypervisors[0].advice.rule", hasItems("guest-listed"));
        String path = "/api/v1/vms/" + id + "/specification";
        put(path, "{%s}".formatted(specification(5, "RHEL 6.1", "3.1")))
                .statusCode(422)
                .body("values.rule", equalTo("vcpu-limit"));
        put(path, "{%s}".formatted(specification(4, "RHEL 6.1", "3.1"))).statusCode(200);
        get("/api/v1/vms/" + id + "/guest-check").body("answer", equalTo("SUPPORTED"));
        get("/api/v1/vms/nobody/guest-check").statusCode(404);
    }

    private static String guest(
            String id, String cluster, int vcpus, String name, String components) {
        return "{\"id\": \"%s\", \"cluster\": \"%s\", \"wanted\": \"DEFINED\", %s}"
                .formatted(id, cluster, specification(vcpus, name, components));
    }

    private static String specification(int vcpus, String name, String components) {
        return """
        "vcpus": %d, "memoryMiB": 1024, "highlyAvailable": true,
        "guest": {"name": "%s", "architecture": "X64", "integrationServices": "%s"}
        """
                .formatted(vcpus, name, components);
    }
}
