package io.berth.keyvault.app.seal;

import io.berth.keyvault.app.KeyTimes;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.domain.UsePolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Opens at start what opens by itself, seals this instance when an administrator sealed the vault
 * at another one, and tries a token that was away again. {@code berth_keyvault_sealed} is 1 while
 * this instance is sealed.
 */
@ApplicationScoped
class SealWatch {
    private static final String LOOK = "look-for-seal";
    private static final String TOKEN = "try-token";

    private final Seal seal;
    private final KeyvaultConfig config;
    private final Scheduler scheduler;

    SealWatch(
            Seal seal,
            Vault vault,
            KeyvaultConfig config,
            Scheduler scheduler,
            MeterRegistry registry) {
        this.seal = seal;
        this.config = config;
        this.scheduler = scheduler;
        Gauge.builder("berth.keyvault.sealed", () -> vault.isOpen() ? 0 : 1)
                .description("1 while this instance is sealed and serves nothing")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        UsePolicy.of(config.usesPerKey());
        KeyTimes.check(config);
        seal.begin();
        schedule(LOOK, config.forgetEvery(), seal::look);
        schedule(TOKEN, config.upkeepEvery(), seal::tryToken);
    }

    private void schedule(String job, Duration every, Runnable task) {
        scheduler
                .newJob(job)
                .setInterval(every.toString())
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> task.run())
                .schedule();
    }

    void stop(@Observes ShutdownEvent stopping) {
        scheduler.unscheduleJob(LOOK);
        scheduler.unscheduleJob(TOKEN);
    }
}
