package io.berth.kit.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/**
 * Takes a service's own meters out of the registry when it stops. The registry outlives it where
 * the service is started again in the same JVM, as tests and the development mode do, and the first
 * of a name wins: gauges would go on reading what is closed.
 */
@ApplicationScoped
class MetersOfOneRun {
    private static final String OWN = "berth.";

    private final MeterRegistry registry;

    @Inject
    MetersOfOneRun(MeterRegistry registry) {
        this.registry = registry;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OWN))
                .forEach(registry::remove);
    }
}
