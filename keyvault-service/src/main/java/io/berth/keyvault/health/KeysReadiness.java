package io.berth.keyvault.health;

import io.berth.keyvault.app.SelfTest;
import io.berth.keyvault.app.SelfTest.Finding;
import io.berth.keyvault.domain.Ring;
import io.berth.kit.faults.TransientFaults;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the root key, or the newest ring key under it, does not open. */
@Readiness
@ApplicationScoped
class KeysReadiness implements HealthCheck {
    private final SelfTest selfTest;

    KeysReadiness(SelfTest selfTest) {
        this.selfTest = selfTest;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("keys");
        try {
            return switch (selfTest.run()) {
                case Finding.Works(Optional<Ring> newest) -> {
                    newest.ifPresent(ring ->
                            answer.withData("ring", ring.id().value())
                                    .withData("keyVersion", ring.current().value()));
                    yield answer.up().build();
                }
                case Finding.Broken(String what) -> answer.down().withData("reason", what).build();
            };
        } catch (RuntimeException e) {
            if (!TransientFaults.isTransient(e)) {
                throw e;
            }
            return answer.down().withData("reason", "the database does not answer").build();
        }
    }
}
