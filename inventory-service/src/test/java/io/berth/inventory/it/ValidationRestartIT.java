package io.berth.inventory.it;

import static io.berth.inventory.it.Api.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** An instance starts where another was killed in the middle of a validation. */
@QuarkusTest
@TestProfile(AfterAKill.class)
class ValidationRestartIT {
    @ConfigProperty(name = LeftWaiting.RUN)
    String run;

    @Test
    void aRunWhoseDeadlinePassedMeanwhileIsJudgedWithTheFactsThatAreThere() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        get("/api/v1/validations/" + run)
                                .statusCode(200)
                                .body("state", equalTo("ENDED"))
                                .body("judgement", equalTo("NOT_SUPPORTED"))
                                .body("askedBy", equalTo("killed-operator"))
                                .body("answered", equalTo(2))
                                .body(
                                        "results[0].reason",
                                        containsString("No facts came from a node within PT1M"))
                                .body(
                                        "results[0].evidence.findAll { it.amiss }.node",
                                        contains("node-3")));
    }
}
