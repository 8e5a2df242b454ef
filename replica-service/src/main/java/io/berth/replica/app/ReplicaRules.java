package io.berth.replica.app;

import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.domain.OperatorRules;
import io.berth.replica.domain.failover.FailoverRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The rules with the configured constants. */
@ApplicationScoped
class ReplicaRules {
    @Produces
    @Singleton
    CycleRules cycles(ReplicaConfig config) {
        return new CycleRules(config.policy());
    }

    @Produces
    @Singleton
    FailoverRules failovers(CycleRules cycles) {
        return new FailoverRules(cycles);
    }

    @Produces
    @Singleton
    OperatorRules operators(CycleRules cycles) {
        return new OperatorRules(cycles);
    }
}
