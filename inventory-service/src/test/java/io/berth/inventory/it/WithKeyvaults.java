package io.berth.inventory.it;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** Two instances of a key vault; one start of the service for all tests that need them. */
public final class WithKeyvaults implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(KafkaAndPostgres.class),
                new TestResourceEntry(TwoKeyvaults.class));
    }
}
