package io.berth.kit.test;

import io.berth.kit.security.Roles;
import java.time.Duration;

/** Tokens that a service under {@link KafkaAndPostgres} accepts. */
public final class TestTokens {
    private static final Duration VALID = Duration.ofHours(1);

    private TestTokens() {}

    /** A token with one role, for a principal named after it; an agent's speaks for every host. */
    public static String token(String role) {
        return token(role, role.equals(Roles.AGENT) ? "gateway:test" : "test-" + role);
    }

    /** A token with one role. */
    public static String token(String role, String principal) {
        return TestPlatform.keys().token(role, principal, VALID);
    }

    /** The value of the {@code Authorization} header. */
    public static String bearer(String role) {
        return "Bearer " + token(role);
    }
}
