package io.berth.keyvault.app.seal;

import io.berth.keyvault.app.KeyTimes;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

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
    private final Jobs jobs;

    SealWatch(Seal seal, Vault vault, KeyvaultConfig config, Jobs jobs, MeterRegistry registry) {
        this.seal = seal;
        this.config = config;
        this.jobs = jobs;
        Gauge.builder("berth.keyvault.sealed", () -> vault.isOpen() ? 0 : 1)
                .description("1 while this instance is sealed and serves nothing")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        UsePolicy.of(config.usesPerKey());
        KeyTimes.check(config);
        seal.begin();
        jobs.every(LOOK, config.forgetEvery(), seal::look);
        jobs.every(TOKEN, config.upkeepEvery(), seal::tryToken);
    }
}
