package io.berth.placement.it;

import static io.restassured.RestAssured.given;

import io.berth.kit.test.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** Who asks placement over REST. */
final class Caller {
    private Caller() {}

    /** A request of somebody in this role. */
    static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role))
                .contentType(ContentType.JSON);
    }
}
