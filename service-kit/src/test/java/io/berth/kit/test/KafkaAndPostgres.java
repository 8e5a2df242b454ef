package io.berth.kit.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * For {@code @QuarkusTestResource(KafkaAndPostgres.class)}: points the service under test at a real
 * Kafka with all topics, a real PostgreSQL with an empty database, and a key that {@link
 * TestTokens} signs with. Broker and database are the same for all tests of a JVM, so a test uses
 * ids of its own.
 */
public final class KafkaAndPostgres implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestPlatform.start();
        return TestPlatform.settings();
    }

    @Override
    public void stop() {
        // The platform serves the next test of this JVM too, and ends with it.
    }
}
