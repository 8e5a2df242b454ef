package io.berth.inventory.app;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.store.Register;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code berth_inventory_entities{kind}}: how many of each kind exist. Counted now and then instead
 * of at each scrape, so that scraping costs the database nothing; soft state.
 */
@ApplicationScoped
class EntityMetrics {
    private static final String JOB = "count-entities";

    private final Register register;
    private final InventoryConfig config;
    private final Jobs jobs;
    private final Map<EntityKind, AtomicLong> newest = new EnumMap<>(EntityKind.class);

    EntityMetrics(Register register, InventoryConfig config, Jobs jobs, MeterRegistry registry) {
        this.register = register;
        this.config = config;
        this.jobs = jobs;
        for (EntityKind kind : EntityKind.values()) {
            AtomicLong count = new AtomicLong();
            newest.put(kind, count);
            Gauge.builder("berth_inventory_entities", count, AtomicLong::doubleValue)
                    .description("How many of each kind exist, counted every few seconds")
                    .tag("kind", kind.label())
                    .register(registry);
        }
    }

    void start(@Observes StartupEvent started) {
        jobs.every(JOB, config.countEvery(), this::count);
    }

    private void count() {
        QuarkusTransaction.requiringNew()
                .call(register::count)
                .forEach((kind, count) ->
                        newest.computeIfAbsent(kind, _ -> new AtomicLong()).set(count));
    }
}
