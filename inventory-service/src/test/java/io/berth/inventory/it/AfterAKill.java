package io.berth.inventory.it;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** What killed instances left is there before the instance starts; one start for all of it. */
public final class AfterAKill implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(KafkaAndPostgres.class),
                new TestResourceEntry(LeftBehind.class),
                new TestResourceEntry(LeftWaiting.class));
    }
}
