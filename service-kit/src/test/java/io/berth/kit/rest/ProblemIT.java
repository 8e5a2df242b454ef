package io.berth.kit.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Every failure of a request is a problem that tells the caller what to do, and no secrets. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ProblemIT {
    private static final String NOTES = "/api/v1/notes";

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    private static void isProblem(ValidatableResponse response, int status, String code) {
        response.statusCode(status)
                .contentType(containsString(Problem.MEDIA_TYPE))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:berth:problem:" + code))
                .body("title", notNullValue());
    }

    @Test
    void allBrokenFieldsAreNamedAtOnce() {
        ValidatableResponse response =
                as("operator")
                        .contentType("application/json")
                        .body("{\"id\":\"\",\"text\":\" \",\"stars\":0}")
                        .post(NOTES)
                        .then();
        isProblem(response, 400, "invalid-request");
        response.body("values.violations.field", hasItems("note.id", "note.text", "note.stars"));
    }

    @Test
    void malformedJsonSaysWhere() {
        ValidatableResponse response =
                as("operator")
                        .contentType("application/json")
                        .body("{\"id\":\"a\",\n \"text\" 7}")
                        .post(NOTES)
                        .then();
        isProblem(response, 400, "malformed-json");
        response.body("values.line", equalTo(2));
    }

    @Test
    void aValueThatItsTypeRefusesNamesTheFieldAndTheRule() {
        ValidatableResponse response =
                as("operator")
                        .contentType("application/json")
                        .body("{\"id\":\"a\",\"text\":\"b\",\"stars\":1,\"host\":\"no spaces\"}")
                        .post(NOTES)
                        .then();
        isProblem(response, 400, "malformed-json");
        response.body("values.field", equalTo("host"));
        response.body("detail", containsString("illegal character at position 2"));
    }

    @Test
    void aProblemOfTheServiceKeepsItsValues() {
        ValidatableResponse response = as("viewer").get(NOTES + "/missing/n1").then();
        isProblem(response, 404, "not-found");
        response.body("values.id", equalTo("n1"));
    }

    @Test
    void unknownPathsAndMethodsAreProblems() {
        isProblem(as("viewer").get("/api/v1/nothing").then(), 404, "not-found");
        isProblem(as("viewer").delete(NOTES).then(), 405, "method-not-allowed");
        isProblem(
                as("operator").contentType("text/plain").body("x").post(NOTES).then(),
                415,
                "unsupported-media-type");
    }

    @Test
    void aLostUpdateIsStale() {
        isProblem(as("viewer").get(NOTES + "/stale").then(), 409, "stale");
    }

    @Test
    void theUnforeseenShowsAnIncidentAndNothingElse() {
        ValidatableResponse response =
                as("operator")
                        .contentType("application/json")
                        .body("{\"id\":\"x\",\"text\":\"fail after put\",\"stars\":1}")
                        .post(NOTES)
                        .then();
        isProblem(response, 500, "internal-error");
        response.body("values.incident", notNullValue());
        response.body(not(containsString("swordfish")));
    }

    @Test
    void withoutTokenOrRoleOrAnnotationNobodyComesIn() {
        isProblem(given().get(NOTES).then(), 401, "unauthenticated");
        isProblem(
                given().header("Authorization", "Bearer nonsense").get(NOTES).then(),
                401,
                "unauthenticated");
        isProblem(as("agent").get(NOTES).then(), 403, "forbidden");
        isProblem(as("administrator").get(NOTES + "/forgotten").then(), 403, "forbidden");
    }

    @Test
    void healthMetricsAndOpenApiAreOpen() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200);
        assertThat(given().get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("berth_outbox_unpublished", "berth_outbox_oldest_seconds");
    }

    @Test
    void aListIsReadPageByPage() {
        String cursor =
                as("viewer")
                        .queryParam("limit", 200)
                        .get(NOTES)
                        .then()
                        .statusCode(200)
                        .body("items.size()", equalTo(200))
                        .extract()
                        .path("nextCursor");
        as("viewer")
                .queryParam("limit", 200)
                .queryParam("cursor", cursor)
                .get(NOTES)
                .then()
                .body("items.size()", equalTo(50))
                .body("items[0]", equalTo("note-200"))
                .body("nextCursor", equalTo(null));
        isProblem(as("viewer").queryParam("limit", 501).get(NOTES).then(), 400, "bad-limit");
        isProblem(as("viewer").queryParam("cursor", "%%").get(NOTES).then(), 400, "bad-cursor");
    }
}
