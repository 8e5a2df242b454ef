package io.berth.benchmarks;

import io.berth.platform.Installation;
import io.berth.platform.stand.ServiceStand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stand with two instances of the replica service. */
final class ReplicaStand implements AutoCloseable {
    static final int INSTANCES = 2;
    private static final String SERVICE = "replica";

    /** As a local platform runs its services. */
    private static final List<String> SERVICE_JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final ServiceStand stand;
    private final List<ServiceStand.Running> instances = new ArrayList<>();

    /** Starts all of it; what has started is stopped again when something does not. */
    ReplicaStand(Installation installation) {
        stand = new ServiceStand(installation, "bench-" + SERVICE);
        try {
            stand.database(SERVICE);
            for (int i = 1; i <= INSTANCES; i++) {
                instances.add(stand.start(SERVICE, i, SERVICE_JVM, Map.of()));
            }
        } catch (RuntimeException e) {
            stand.close();
            throw e;
        }
    }

    /** For a Kafka client. */
    String bootstrap() {
        return stand.bootstrap();
    }

    /** The REST interface of an instance, for an administrator. */
    Rest rest(int instance) {
        return new Rest(instances.get(instance).url(), stand.token());
    }

    /** Kills all instances. */
    void kill() {
        instances.forEach(instance -> instance.component().kill());
    }

    /** Starts one more instance, and waits until it is ready. */
    void startAnother() {
        instances.add(stand.start(SERVICE, instances.size() + 1, SERVICE_JVM, Map.of()));
    }

    @Override
    public void close() {
        stand.close();
    }
}
