package io.berth.monitoring.config;

import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Makes the lease timings from the settings, at start: a service with constants that do not fit
 * together must not judge anybody.
 */
@Singleton
public class CheckedTimings {
    /**
     * The timings.
     *
     * @throws IllegalArgumentException naming every inequality that does not hold
     */
    @Produces
    @Startup
    @Singleton
    LeaseTimings timings(MonitoringConfig config) {
        MonitoringConfig.Timings timings = config.timings();
        if (config.tickInterval().multipliedBy(2).compareTo(timings.cap()) > 0) {
            throw new IllegalArgumentException(
                    "berth.monitoring.tick-interval = "
                            + config.tickInterval()
                            + " must be at most half of berth.monitoring.timings.cap = "
                            + timings.cap()
                            + ": otherwise each tick on a quiet partition would count as a gap");
        }
        return new LeaseTimings(
                timings.threshold(),
                timings.beat(),
                timings.requestTimeout(),
                timings.peerTimeout(),
                timings.lease(),
                timings.agentUnserved(),
                timings.monitorSilent(),
                timings.kill(),
                timings.roundTrip(),
                timings.cap());
    }

    /**
     * The rules of quarantine.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    @Produces
    @Startup
    @Singleton
    QuarantineRules quarantine(MonitoringConfig config) {
        MonitoringConfig.Quarantine rules = config.quarantine();
        return new QuarantineRules(
                rules.failures(), rules.within(), rules.lasting(), rules.percent());
    }
}
