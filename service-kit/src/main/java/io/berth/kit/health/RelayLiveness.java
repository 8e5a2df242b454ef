package io.berth.kit.health;

import io.berth.kit.outbox.OutboxRelay;
import io.berth.kit.outbox.RelayStatus;
import io.berth.kit.outbox.RelayStatus.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not live when the relay's thread is gone or no longer goes round: a restart would help. */
@Liveness
@ApplicationScoped
public class RelayLiveness implements HealthCheck {
    /** Far above anything the loop waits for. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final OutboxRelay relay;
    private final RelayStatus status;

    @Inject
    public RelayLiveness(OutboxRelay relay, RelayStatus status) {
        this.relay = relay;
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        boolean goesRound =
                status.role() == Role.OFF || status.sinceProgress().compareTo(STUCK) < 0;
        return HealthCheckResponse.named("outbox-relay-thread")
                .status(relay.isAlive() && goesRound)
                .withData("secondsSinceProgress", status.sinceProgress().toSeconds())
                .build();
    }
}
