package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.post;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, and what becomes of requests that are none. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BoundariesIT {
    private static final String BODY = "{\"name\": \"never\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management-groups",
                "host-groups",
                "clusters",
                "hosts",
                "vms",
                "clusters/c/hosts",
                "vms/v/stop",
                "vms/v/start"
            })
    void aViewerChangesNothing(String path) {
        as("viewer")
                .contentType(ContentType.JSON)
                .body(BODY)
                .post("/api/v1/" + path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "agent", "service"})
    void onlyAnAdministratorCreates(String role) {
        as(role).contentType(ContentType.JSON)
                .body(BODY)
                .post("/api/v1/management-groups")
                .then()
                .statusCode(403);
    }

    @Test
    void anAgentReadsNothing() {
        as("agent").get("/api/v1/vms").then().statusCode(403);
    }

    @Test
    void withoutATokenThereIsNoAnswer() {
        given().get("/api/v1/vms").then().statusCode(401).body("code", equalTo("unauthenticated"));
        given().contentType(ContentType.JSON)
                .body(BODY)
                .post("/api/v1/management-groups")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer forged").get("/api/v1/vms").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "management-groups | {\"name\":             | malformed-json",
                "management-groups | {\"nam\": \"x\"}       | malformed-json",
                "management-groups | []                     | malformed-json",
                "management-groups | null                   | body-missing",
                "clusters          | {}                     | invalid-request",
                "clusters          | {\"hosts\": [null]}    | invalid-request",
                "clusters          | {\"hosts\": {}}        | malformed-json",
                "hosts             | {\"cores\": \"many\"}  | malformed-json",
                "vms               | [null]                 | invalid-request",
                "hosts             | {\"cores\": \"16\"}    | malformed-json",
                "hosts             | {\"cores\": 1.9}       | malformed-json",
                "hosts             | {\"cores\": 1} {}      | malformed-json",
                "hosts             | {\"id\": 5}            | malformed-json",
                "hosts             | {\"id\": \"a\", \"id\": \"b\"} | malformed-json",
                "vms               | {\"highlyAvailable\": 1} | malformed-json",
                "vms               | 7                      | malformed-json",
                "vms               | {\"restartPriority\": \"SOON\"} | malformed-json"
            })
    void aBodyThatIsNoRequestIsToldWhy(String path, String body, String code) {
        post("/api/v1/" + path, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @Test
    void anEmptyBodyIsToldSo() {
        as("administrator")
                .contentType(ContentType.JSON)
                .post("/api/v1/clusters")
                .then()
                .statusCode(400)
                .body("code", equalTo("body-missing"));
    }

    @Test
    void countsWhatExists() {
        post("/api/v1/management-groups", "{\"name\": \"%s\"}".formatted(fresh("counted")))
                .statusCode(201);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().get("/q/metrics")
                                .then()
                                .statusCode(200)
                                .body(
                                        containsString(
                                                "berth_inventory_entities{kind=\"management-group\""))
                                .body(
                                        org.hamcrest.Matchers.matchesRegex(
                                                "(?s).*berth_inventory_entities\\{kind=\"management-group\"[^}]*\\}"
                                                    + " [1-9].*")));
    }
}
