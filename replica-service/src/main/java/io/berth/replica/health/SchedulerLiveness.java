package io.berth.replica.health;

import io.berth.replica.app.CycleScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not live when the scheduler's thread is gone or no longer goes round: a restart would help. */
@Liveness
@ApplicationScoped
public class SchedulerLiveness implements HealthCheck {
    /** Above the longest transaction and the socket's timeout together. */
    private static final Duration STUCK = Duration.ofMinutes(3);

    private final CycleScheduler scheduler;

    SchedulerLiveness(CycleScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public HealthCheckResponse call() {
        boolean goesRound = !scheduler.isOn() || scheduler.sinceTurn().compareTo(STUCK) < 0;
        return HealthCheckResponse.named("replica-scheduler-thread")
                .status(scheduler.isAlive() && goesRound)
                .withData("secondsSinceTurn", scheduler.sinceTurn().toSeconds())
                .build();
    }
}
