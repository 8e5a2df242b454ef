package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.fresh;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.ring;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.berth.kit.security.Roles;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of the API by each sort of caller, as the table {@code access/calls.txt} says. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class AccessIT {
    private static final String OPERATIONS = "/access/calls.txt";

    @Inject Sql sql;

    static Stream<Arguments> calls() {
        List<Arguments> calls = new ArrayList<>();
        List<String> callers = List.of();
        for (String line : lines()) {
            if (line.startsWith("# operation")) {
                callers = List.of(line.substring("# operation".length()).trim().split(" +"));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.trim().split(" +");
                assertThat(cells).as(line).hasSize(callers.size() + 2);
                for (int i = 0; i < callers.size(); i++) {
                    calls.add(
                            Arguments.of(
                                    callers.get(i),
                                    cells[0],
                                    cells[1],
                                    Integer.parseInt(cells[i + 2])));
                }
            }
        }
        return calls.stream();
    }

    private static List<String> lines() {
        try (InputStream in = AccessIT.class.getResourceAsStream(OPERATIONS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestSpecification caller(String name) {
        return switch (name) {
            // The settings of tests make this name one of Administrators.
            case "Administrators" -> as(Roles.VIEWER, "built-in");
            case "inventory", "stranger" -> as(Roles.SERVICE, name);
            default -> as(name, "somebody");
        };
    }

    @ParameterizedTest(name = "{1} {2} by {0}: {3}")
    @MethodSource("calls")
    void getsWhatTheTableSays(String caller, String method, String path, int status) {
        String ring = ring();
        String ciphertext = ciphertext(ring, "host/h", "p", "hunter2");
        administrator().post("/api/v1/rings/" + ring + "/rotate").then().statusCode(200);
        prepare(path, ring);

        int got =
                caller(caller)
                        .body(bodyOf(method, path, ring, ciphertext))
                        .request(method, "/api/v1" + path.replace("{ring}", ring))
                        .statusCode();

        assertThat(got).isEqualTo(status);
    }

    /** Brings the first key into the state in which the act is legal. */
    private static void prepare(String path, String ring) {
        if (path.endsWith("/enable")) {
            Keys.act(ring, 1, "disable", "{}").statusCode(200);
        } else if (path.endsWith("/schedule-destruction")) {
            Keys.count(ring, "inventory", "").statusCode(200);
        } else if (path.endsWith("/cancel-destruction")) {
            Keys.act(ring, 1, "schedule-destruction", "{\"force\": true}").statusCode(200);
        }
    }

    private static String bodyOf(String method, String path, String ring, String ciphertext) {
        return switch (method + " " + path) {
            case "POST /rings" ->
                    "{\"id\": \"%s\", \"principals\": [\"inventory\"]}".formatted(fresh("ring"));
            case "PUT /rings/{ring}" -> "{\"principals\": [\"inventory\"]}";
            case "PUT /rings/{ring}/census/inventory" ->
                    "{\"countedAt\": \"%s\", \"counts\": []}".formatted(Instant.now());
            case "POST /rings/{ring}/keys/1/schedule-destruction" -> "{\"force\": true}";
            case "POST /protect" -> body(ring, plain("host/h", "p", "hunter2"));
            case "POST /unprotect", "POST /rewrap" -> body(ring, closed("host/h", "p", ciphertext));
            default -> "{}";
        };
    }

    /** What the roles of the service judge, and not the container. */
    private static final List<String> OUTSIDE = List.of("/audit", "/seal", "/backups", "/restore");

    @Test
    void theTableHasEachCallOfTheApi() {
        Map<String, Map<String, Object>> paths =
                given().accept("application/json")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("paths");
        List<String> inApi = new ArrayList<>();
        paths.forEach((path, methods) -> {
            String shown = path.substring("/api/v1".length());
            if (OUTSIDE.stream().noneMatch(shown::startsWith)) {
                methods.keySet()
                        .forEach(
                                method -> inApi.add(method.toUpperCase(Locale.ROOT) + " " + shown));
            }
        });
        List<String> inTable =
                calls().map(call ->
                                call.get()[1]
                                        + " "
                                        + ((String) call.get()[2])
                                                .replace("{ring}", "{id}")
                                                .replace("/keys/1", "/keys/{version}")
                                                .replace("/census/inventory", "/census/{holder}")
                                                .replace("/moves/none", "/moves/{id}"))
                        .distinct()
                        .toList();

        assertThat(inApi).containsExactlyInAnyOrderElementsOf(inTable);
    }

    @Test
    void aRefusalSaysWhichRightOnWhichObject() {
        as(Roles.VIEWER, "bob")
                .get("/api/v1/rings/inventory-credentials/keys/7")
                .then()
                .statusCode(403)
                .body("code", equalTo("access-denied"))
                .body("values.principal", equalTo("bob"))
                .body("values.right", equalTo("generic read"))
                .body(
                        "values.object",
                        containsString("CN=7,CN=inventory-credentials,CN=DC Manager"));
    }

    @Test
    void showsTreeEntriesAndCheck() {
        administrator()
                .get("/api/v1/container")
                .then()
                .statusCode(200)
                .body("path", equalTo("CN=VMMDKM,CN=System,DC=berth,DC=local"))
                .body("newKeysIn", equalTo("postgres"))
                .body("objects.objectClass", contains("CONTAINER", "DC_MANAGER"))
                .body(
                        "objects[0].entries.find { it.trustee == 'DOMAIN_ADMINS' }.rights",
                        contains("full control"))
                .body("objects[0].entries.find { it.trustee == 'SELF' }.rights", empty())
                .body("objects[1].entries.trustee", hasItem("ENTERPRISE_DOMAIN_CONTROLLERS"))
                .body("objects[1].entries.find { it.trustee == 'SYSTEM' }", equalTo(null))
                .body("rings", hasItem(containsString("CN=inventory-credentials,CN=DC Manager")))
                .body("check.complete", equalTo(true))
                .body("check.missing", empty());
    }

    @Test
    void whatIsTakenAwayFromTheVaultsAccountIsMissedAtOnceAndToldByName() {
        String ring = ring();
        sql.update(
                "update container_entry set rights = '{GENERIC_WRITE}' where trustee ="
                        + " 'SERVICE_ACCOUNT'");
        try {
            Api.protect(body(ring, plain("host/h", "p", "x")))
                    .statusCode(503)
                    .body("code", equalTo("container-rights-missing"))
                    .body("values.missing", contains("generic read"));
            administrator()
                    .get("/api/v1/container")
                    .then()
                    .body("check.complete", equalTo(false))
                    .body("check.missing", contains("generic read", "create all child objects"));
        } finally {
            sql.update(
                    "update container_entry set rights = (select rights from container_entry where"
                            + " trustee = 'DOMAIN_ADMINS') where trustee = 'SERVICE_ACCOUNT'");
        }
        Api.protect(body(ring, plain("host/h", "p", "x"))).statusCode(200);
    }
}
