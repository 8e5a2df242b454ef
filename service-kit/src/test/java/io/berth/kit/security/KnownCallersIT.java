package io.berth.kit.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tokens that were found good once, through HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class KnownCallersIT {
    private static final String NOTES = "/api/v1/notes";

    private static int status(String token) {
        return given().header("Authorization", "Bearer " + token).get(NOTES).statusCode();
    }

    @Inject MeterRegistry meters;

    private double counted(String result) {
        return meters.get("berth.callers.tokens").tag("result", result).counter().count();
    }

    @Test
    void theSignatureIsCheckedOnce() {
        String token = TestTokens.token(Roles.VIEWER, "known-often");
        double checked = counted("checked");
        double known = counted("known");
        for (int i = 0; i < 5; i++) {
            assertThat(status(token)).isEqualTo(200);
        }
        assertThat(counted("checked") - checked).isEqualTo(1);
        assertThat(counted("known") - known).isEqualTo(4);
    }

    @Test
    void aKnownTokenHasTheRolesThatItHadAtFirst() {
        String viewer = TestTokens.token(Roles.VIEWER, "known-viewer");
        String agent = TestTokens.token(Roles.AGENT, "known-agent");
        for (int i = 0; i < 3; i++) {
            assertThat(status(viewer)).isEqualTo(200);
            assertThat(status(agent)).isEqualTo(403);
        }
    }

    @Test
    void aTokenThatDiffersInItsSignatureAloneIsRefused() {
        String token = TestTokens.token(Roles.VIEWER, "known-forger");
        assertThat(status(token)).isEqualTo(200);
        int last = token.lastIndexOf('.') + 10;
        char other = token.charAt(last) == 'A' ? 'B' : 'A';
        assertThat(status(token.substring(0, last) + other + token.substring(last + 1)))
                .isEqualTo(401);
        assertThat(status(token)).isEqualTo(200);
    }

    @Test
    void aKnownTokenEndsWhenItEnds() {
        String token =
                TestPlatform.keys().token(Roles.VIEWER, "known-short", Duration.ofSeconds(3));
        assertThat(status(token)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> status(token) == 401);
    }
}
