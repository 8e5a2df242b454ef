package io.berth.kit.health;

import io.berth.kit.config.ServiceConfig;
import io.berth.kit.intake.IntakeStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not live when a batch hangs without a transient failure to blame, or a partition was stopped: a
 * restart would help.
 */
@Liveness
@ApplicationScoped
public class IntakeLiveness implements HealthCheck {
    private final IntakeStatus intake;
    private final ServiceConfig config;

    @Inject
    public IntakeLiveness(IntakeStatus intake, ServiceConfig config) {
        this.intake = intake;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean hangs =
                intake.heldFor().equals(Duration.ZERO)
                        && intake.slowest().compareTo(config.intake().liveWithin()) >= 0;
        return HealthCheckResponse.named("intake-progress")
                .status(!hangs && intake.stoppedPartitions().isEmpty())
                .withData("slowestBatchSeconds", intake.slowest().toSeconds())
                .withData("stoppedPartitions", intake.stoppedPartitions().toString())
                .build();
    }
}
