package io.berth.replica.health;

import io.berth.replica.app.CycleScheduler;
import io.berth.replica.config.ReplicaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the scheduler has not been able to look at its queue for too long. */
@Readiness
@ApplicationScoped
public class SchedulerReadiness implements HealthCheck {
    private final CycleScheduler scheduler;
    private final ReplicaConfig config;

    SchedulerReadiness(CycleScheduler scheduler, ReplicaConfig config) {
        this.scheduler = scheduler;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean looks =
                !scheduler.isOn() || scheduler.sinceSuccess().compareTo(config.readyWithin()) < 0;
        return HealthCheckResponse.named("replica-scheduler")
                .status(looks)
                .withData("schedules", scheduler.isOn())
                .withData("secondsSinceLook", scheduler.sinceSuccess().toSeconds())
                .build();
    }
}
