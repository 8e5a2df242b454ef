package io.berth.inventory.app;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.store.Register;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
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
    private final Scheduler scheduler;
    private final Map<EntityKind, AtomicLong> newest = new EnumMap<>(EntityKind.class);

    EntityMetrics(
            Register register,
            InventoryConfig config,
            Scheduler scheduler,
            MeterRegistry registry) {
        this.register = register;
        this.config = config;
        this.scheduler = scheduler;
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
        scheduler
                .newJob(JOB)
                .setInterval(config.countEvery().toString())
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> count())
                .schedule();
    }

    void stop(@Observes ShutdownEvent stopping) {
        scheduler.unscheduleJob(JOB);
    }

    private void count() {
        QuarkusTransaction.requiringNew()
                .call(register::count)
                .forEach((kind, count) ->
                        newest.computeIfAbsent(kind, _ -> new AtomicLong()).set(count));
    }
}
