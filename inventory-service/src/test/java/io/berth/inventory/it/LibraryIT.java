package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.cluster;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library, deploying and cloning, with a key vault of two instances, over real HTTP. */
@QuarkusTest
@TestProfile(WithKeyvaults.class)
class LibraryIT {
    private static final String SERVERS = "/api/v1/library-servers";
    private static final String SHARES = "/api/v1/library-shares";
    private static final String TEMPLATES = "/api/v1/templates";
    private static final String ACCOUNTS = "/api/v1/run-as-accounts";
    private static final String ROLES = "/api/v1/self-service-roles";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Map<String, String> database = FakeKeyvault.database();
    private FakeKeyvault one;
    private FakeKeyvault two;

    @BeforeEach
    void twoInstances() {
        int[] ports =
                Stream.of(
                                ConfigProvider.getConfig()
                                        .getValue(TwoKeyvaults.ADDRESSES, String.class)
                                        .split(",", -1))
                        .mapToInt(address -> Integer.parseInt(address.split(":", -1)[1]))
                        .toArray();
        one = FakeKeyvault.start(ports[0], database);
        two = FakeKeyvault.start(ports[1], database);
    }

    @AfterEach
    void theyEnd() {
        one.close();
        two.close();
    }

    @Test
    void aShareIsJudgedByItsServer() {
        String server = fresh("server");
        String share = fresh("share");
        post(SERVERS, serverBody(server, "Windows Server 2008", "FAILOVER_CLUSTER"))
                .statusCode(201)
                .header("ETag", "\"1\"");
        post(SHARES, shareBody(share, server))
                .statusCode(201)
                .body("highlyAvailable", equalTo(true))
                .body("reason", equalTo("A failover cluster of Windows Server 2008 Enterprise."));

        put(SERVERS + "/" + server, serverBody(server, "Windows Server 2003", "FAILOVER_CLUSTER"))
                .statusCode(200);
        get(SHARES + "/" + share)
                .header("ETag", "\"2\"")
                .body("highlyAvailable", equalTo(false))
                .body("reason", containsString("not recognised"));
        delete(SERVERS + "/" + server)
                .statusCode(409)
                .body("code", equalTo("library-server-not-empty"));
        post(SHARES, shareBody(fresh("share"), "no-such-server"))
                .statusCode(422)
                .body("code", equalTo("unknown-library-server"));
    }

    @Test
    void aTemplateHoldsItsFilesAndDeploysAllOrNone() {
        String share = share();
        String template = fresh("template");
        String cluster = cluster();
        post(TEMPLATES, templateBody(template, share, "rhel.vhd"))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("customisation.productKeySet", equalTo(false));
        post(TEMPLATES, templateBody(fresh("template"), share, "rhel.iso"))
                .statusCode(422)
                .body("code", equalTo("no-such-vhd"))
                .body("values.vhds", contains("rhel.vhd"));
        delete(SHARES + "/" + share)
                .statusCode(409)
                .body("code", equalTo("library-share-not-empty"));
        get(SHARES + "/" + share + "/resources")
                .body("kind", contains("TEMPLATE", "VHD", "ISO"))
                .body("name", contains(template, "rhel.vhd", "rhel.iso"));

        String pattern = fresh("web") + "-##";
        deploy(
                        "administrator",
                        template,
                        "{\"pattern\": \"%s\", \"first\": 7, \"count\": 3, \"cluster\": \"%s\"}"
                                .formatted(pattern, cluster))
                .statusCode(201)
                .body("items.vm[0]", equalTo(pattern.replace("##", "07")))
                .body("items.computerName", contains("web-07", "web-08", "web-09"))
                .body("items[0].domain", equalTo(cluster));
        String vm = pattern.replace("##", "08");
        get("/api/v1/vms/" + vm).statusCode(200).body("memoryMiB", equalTo(2048));
        get(TEMPLATES + "/" + template + "/deployments")
                .body("items.computerName", contains("web-07", "web-08", "web-09"))
                .body("items[0].templateRevision", equalTo(1));
        String beside = fresh("vm");
        deploy(
                        "administrator",
                        template,
                        "{\"ids\": [\"%s\", \"%s\"], \"cluster\": \"%s\"}"
                                .formatted(beside, vm, cluster))
                .statusCode(409)
                .body("code", equalTo("vm-already-exists"))
                .body("values.errors[0].pointer", equalTo("/1/id"));
        get("/api/v1/vms/" + beside).statusCode(404);

        String copy = fresh("copy");
        post("/api/v1/vms/" + vm + "/clone", "{\"ids\": [\"%s\"]}".formatted(copy))
                .statusCode(201)
                .body("items.vm", contains(copy))
                .body("items[0].domain", equalTo(cluster));
        get("/api/v1/vms/" + copy).statusCode(200).body("memoryMiB", equalTo(2048));
        post("/api/v1/vms/no-such-vm/clone", "{\"ids\": [\"x\"]}").statusCode(404);
    }

    @Test
    void aMemberDeploysWithinItsQuotaAndCopiesItsOwn() {
        String template = fresh("template");
        String group = group();
        String role = fresh("role");
        post(TEMPLATES, templateBody(template, share(), "rhel.vhd")).statusCode(201);
        post(
                        ROLES,
                        """
                        {"id": "%s", "name": "r", "members": ["library-member"],
                         "scope": ["%s"], "operations": ["DEPLOY", "CLONE"], "quota": {"vms": 3}}
                        """
                                .formatted(role, group))
                .statusCode(201);
        String own = fresh("own");
        String body = "{\"ids\": [\"%s\"], \"group\": \"%s\", \"role\": \"%s\"}";
        deploy("self-service", template, body.formatted(own, group, role)).statusCode(201);

        deploy("self-service", template, body.formatted(own, group, role))
                .statusCode(409)
                .body("code", equalTo("vm-already-exists"));
        get(ROLES + "/" + role + "/usage").body("used.vms", equalTo(1));
        deploy("self-service", template, body.formatted(fresh("vm"), group(), role))
                .statusCode(422)
                .body("code", equalTo("outside-scope"));
        deploy(
                        "self-service",
                        template,
                        "{\"pattern\": \"%s-#\", \"count\": 3, \"group\": \"%s\"}"
                                .formatted(fresh("many"), group))
                .statusCode(409)
                .body("code", equalTo("quota-exceeded"))
                .body("values.dimensions[0].missing", equalTo(1));

        String foreign = fresh("foreign");
        deploy(
                        "administrator",
                        template,
                        body.formatted(foreign, group, role)
                                .replace(", \"role\": \"" + role + "\"", ""))
                .statusCode(201);
        copy(foreign, "{\"ids\": [\"%s\"]}".formatted(fresh("vm"))).statusCode(404);
        copy(own, "{\"ids\": [\"%s\"]}".formatted(fresh("vm"))).statusCode(201);
        get(ROLES + "/" + role + "/usage").body("used.vms", equalTo(2));
    }

    /** Planted secrets are in no table, event or answer, neither as they are nor as Base64. */
    @Test
    void secretsAreNowhereButInTheKeyvault() throws SQLException {
        String template = fresh("template");
        String account = fresh("account");
        List<String> planted = List.of("canary-pa55word", "CANARY-KEY-12345", "canary-run-as");
        StringBuilder events = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(TEMPLATES, templateBody(template, share(), "rhel.vhd")).statusCode(201);
            post(ACCOUNTS, "{\"id\": \"%s\", \"user\": \"deployer\"}".formatted(account))
                    .statusCode(201)
                    .body("passwordSet", equalTo(false));
            answers.append(
                    secret(
                                    TEMPLATES + "/" + template + "/secrets/administrator-password",
                                    planted.get(0))
                            .statusCode(200)
                            .body("keyVersion", equalTo(7))
                            .extract()
                            .asString());
            answers.append(
                    secret(TEMPLATES + "/" + template + "/secrets/product-key", planted.get(1))
                            .statusCode(200)
                            .extract()
                            .asString());
            answers.append(
                    secret(ACCOUNTS + "/" + account + "/password", planted.get(2))
                            .statusCode(200)
                            .extract()
                            .asString());
            put(TEMPLATES + "/" + template, templateBody(template, share(), "rhel.vhd"))
                    .statusCode(200)
                    .body("customisation.productKeySet", equalTo(true))
                    .body("customisation.administratorPasswordSet", equalTo(true));
            for (String path :
                    List.of(
                            TEMPLATES + "/" + template,
                            TEMPLATES + "/" + template + "/secrets",
                            ACCOUNTS + "/" + account)) {
                answers.append(
                        as("operator").get(path).then().statusCode(200).extract().asString());
            }
            List<TopicReader.Entry<InventoryState>> announced =
                    states.awaitMany(4, SOON, e -> ("template/" + template).equals(e.key()));
            assertThat(announced.getLast().event())
                    .isInstanceOfSatisfying(
                            TemplateState.class,
                            state -> assertThat(state.customisation()).isNotNull());
            for (TopicReader.Entry<InventoryState> entry : announced) {
                JsonNode json = EventCodec.JSON.valueToTree(entry.event());
                events.append(json.toString());
            }
        }

        assertThat(database.keySet())
                .anyMatch(place -> place.contains("template/" + template + " product-key"))
                .anyMatch(place -> place.contains("run-as-account/" + account + " password"));
        for (String secret : planted) {
            String encoded =
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(answers).doesNotContain(secret).doesNotContain(encoded);
            assertThat(events).doesNotContain(secret).doesNotContain(encoded);
            assertThat(Tables.holding(secret)).isEmpty();
            assertThat(Tables.holding(encoded)).isEmpty();
        }
        assertThat(answers.toString()).doesNotContain("sealed-");
        assertThat(events.toString()).doesNotContain("sealed-");
        assertThat(Tables.holding("sealed-"))
                .contains("guarded_secret")
                .doesNotContain("register", "change", "outbox");

        delete(TEMPLATES + "/" + template + "/secrets/product-key").statusCode(204);
        get(TEMPLATES + "/" + template).body("customisation.productKeySet", equalTo(false));
        delete(TEMPLATES + "/" + template + "/secrets/product-key")
                .statusCode(404)
                .body("code", equalTo("secret-not-set"));
        secret(TEMPLATES + "/" + template + "/secrets/other", "x")
                .statusCode(404)
                .body("code", equalTo("unknown-secret"));
        put(ACCOUNTS + "/" + account + "/password", "{\"value\": \"hunter2\"} hunter2")
                .statusCode(400)
                .body(not(containsString("hunter2")));
        delete(ACCOUNTS + "/" + account).statusCode(204);
        delete(TEMPLATES + "/" + template).statusCode(204);
        assertThat(Tables.holding("sealed-")).doesNotContain("guarded_secret");
    }

    @Test
    void withoutAKeyvaultNothingIsStored() {
        String account = fresh("account");
        post(ACCOUNTS, "{\"id\": \"%s\", \"user\": \"deployer\"}".formatted(account))
                .statusCode(201);
        one.close();
        two.close();

        secret(ACCOUNTS + "/" + account + "/password", "never-stored")
                .statusCode(503)
                .body("code", equalTo("keyvault-unavailable"))
                .body(not(containsString("never-stored")));
        get(ACCOUNTS + "/" + account).header("ETag", "\"1\"").body("passwordSet", equalTo(false));
    }

    private static ValidatableResponse secret(String path, String value) {
        return put(path, "{\"value\": \"%s\"}".formatted(value));
    }

    private static ValidatableResponse deploy(String role, String template, String body) {
        return caller(role)
                .contentType(ContentType.JSON)
                .body(body)
                .post(TEMPLATES + "/" + template + "/deploy")
                .then();
    }

    private static ValidatableResponse copy(String vm, String body) {
        return caller("self-service")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/vms/" + vm + "/clone")
                .then();
    }

    /** A member that no other test has. */
    private static RequestSpecification caller(String role) {
        return role.equals("self-service")
                ? given().header(
                                "Authorization",
                                "Bearer " + TestTokens.token(role, "library-member"))
                : as(role);
    }

    private static String share() {
        String server = fresh("server");
        String share = fresh("share");
        post(SERVERS, serverBody(server, "Windows Server 2008", "STAND_ALONE")).statusCode(201);
        post(SHARES, shareBody(share, server)).statusCode(201);
        return share;
    }

    private static String serverBody(String id, String system, String platform) {
        return """
        {"id": "%s", "name": "Library", "address": "library.example.org",
         "operatingSystem": "%s", "edition": "Enterprise", "platform": "%s"}
        """
                .formatted(id, system, platform);
    }

    private static String shareBody(String id, String server) {
        return """
        {"id": "%s", "server": "%s", "path": "library/images",
         "files": [{"name": "rhel.vhd", "kind": "VHD", "sizeMiB": 8192},
                   {"name": "rhel.iso", "kind": "ISO", "sizeMiB": 3500}]}
        """
                .formatted(id, server);
    }

    private static String templateBody(String id, String share, String file) {
        return """
        {"id": "%s", "name": "Web server",
         "hardware": {"vcpus": 2, "memoryMiB": 2048, "guest": {"name": "RHEL 6.0"}},
         "disks": [{"name": "system", "share": "%s", "file": "%s"}],
         "customisation": {"computerName": "web-##", "timeZone": "Europe/Berlin",
                           "domain": "example.org"}}
        """
                .formatted(id, share, file);
    }
}
