package io.berth.monitoring.health;

import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.config.MonitoringConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every partition owned is folded up to the present. Since the service itself writes a
 * tick into each twice a second, an old newest record means that something does not move: the
 * broker, the channel, the database or the service.
 */
@Readiness
@ApplicationScoped
public class FoldReadiness implements HealthCheck {
    private final OwnedFolds folds;
    private final MonitoringConfig config;
    private final InstantSource clock;

    @Inject
    public FoldReadiness(OwnedFolds folds, MonitoringConfig config, InstantSource clock) {
        this.folds = folds;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("heartbeat folds");
        boolean ready = true;
        for (OwnedFold fold : folds.all()) {
            Duration age = Duration.between(fold.figures().lastTimestamp(), clock.instant());
            ready &= age.compareTo(config.readyWithin()) <= 0;
            answer.withData("partition " + fold.partition(), age.toMillis() + " ms behind");
        }
        return answer.status(ready).build();
    }
}
