package io.berth.kit.health;

import io.berth.kit.config.ServiceConfig;
import io.berth.kit.intake.IntakeStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a transient failure holds a channel. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {
    private final IntakeStatus intake;
    private final ServiceConfig config;

    @Inject
    public IntakeReadiness(IntakeStatus intake, ServiceConfig config) {
        this.intake = intake;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("intake")
                .status(intake.heldFor().compareTo(config.intake().readyWithin()) < 0)
                .withData("heldSeconds", intake.heldFor().toSeconds())
                .withData("lastApplied", intake.lastApplied().map(Object::toString).orElse("never"))
                .build();
    }
}
