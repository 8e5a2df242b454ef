package io.berth.simulator.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when commands are being read: before that, no agent starts. */
@Readiness
@ApplicationScoped
public class CommandReaderHealth implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandReader commands;

    @Inject
    CommandReaderHealth(CommandReader commands) {
        this.commands = commands;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("commands are read")
                .status(commands.alive(PATIENCE))
                .build();
    }
}
