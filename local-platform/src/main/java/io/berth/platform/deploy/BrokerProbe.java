package io.berth.platform.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Asks a broker for its cluster.
 *
 * @param bootstrap host and port
 */
record BrokerProbe(String bootstrap) {
    private static final int ATTEMPT_MILLIS = 5_000;

    /** Why it does not answer yet; empty when it does. */
    Optional<String> answers() {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ATTEMPT_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ATTEMPT_MILLIS);
        Admin admin;
        try {
            admin = Admin.create(properties);
        } catch (KafkaException e) {
            // Its name is not known, for example because its container does not run.
            return Optional.of("no address for " + bootstrap);
        }
        try {
            boolean nodes =
                    !admin.describeCluster()
                            .nodes()
                            .get(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
                            .isEmpty();
            return nodes ? Optional.empty() : Optional.of("it has no brokers yet");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            // Closing waits for requests in flight otherwise.
            admin.close(Duration.ZERO);
        }
    }
}
