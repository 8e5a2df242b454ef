package io.berth.kit.health;

import io.berth.kit.config.ServiceConfig;
import io.berth.kit.outbox.RelayStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while events wait for longer than they should. */
@Readiness
@ApplicationScoped
public class RelayReadiness implements HealthCheck {
    private final RelayStatus relay;
    private final ServiceConfig config;

    @Inject
    public RelayReadiness(RelayStatus relay, ServiceConfig config) {
        this.relay = relay;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean ready =
                switch (relay.role()) {
                    case OFF, STANDBY -> true;
                    case DISCONNECTED ->
                            relay.inRole().compareTo(config.outbox().readyWithin()) < 0
                                    && isRecent();
                    case PUBLISHING -> isRecent();
                };
        return HealthCheckResponse.named("outbox-relay")
                .status(ready)
                .withData("role", relay.role().name())
                .withData("unpublished", relay.unpublished())
                .withData("oldestSeconds", relay.oldest().toSeconds())
                .build();
    }

    private boolean isRecent() {
        return relay.oldest().compareTo(config.outbox().readyWithin()) < 0;
    }
}
