package io.berth.keyvault.app;

import static java.util.Objects.requireNonNull;

import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.app.Rewrapping.Rewrapped;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * {@code berth_keyvault_…}: how many records were protected and opened, with what result, how long
 * calls take, how many rings and keys there are and how old. Rings and ages are read now and then
 * instead of at each scrape; soft state.
 */
@ApplicationScoped
public class KeyvaultMetrics {
    private static final String JOB = "count-rings";
    private static final String RECORDS = "berth.keyvault.records";
    private static final String CALLS = "berth.keyvault.call";

    private final RingStore store;
    private final KeyStore keyStore;
    private final KeyvaultConfig config;
    private final Jobs jobs;
    private final MeterRegistry registry;
    private final Map<Operation, Timer> calls = new EnumMap<>(Operation.class);
    private final Counter protectedRecords;
    private final AtomicReference<Double> rings = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> keyAge = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> overdue = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Map<KeyState, Long>> keys = new AtomicReference<>(Map.of());
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger inMemory = new AtomicInteger();
    private final AtomicLong toErase = new AtomicLong();

    KeyvaultMetrics(
            RingStore store,
            KeyStore keyStore,
            KeyvaultConfig config,
            Jobs jobs,
            MeterRegistry registry) {
        this.store = store;
        this.keyStore = keyStore;
        this.config = config;
        this.jobs = jobs;
        this.registry = registry;
        Gauge.builder("berth.keyvault.rings", rings, AtomicReference::get)
                .description("Rings in the database, read every few seconds")
                .register(registry);
        Gauge.builder("berth.keyvault.key.age", keyAge, AtomicReference::get)
                .description("Age of the oldest key that still protects; 0 without a ring")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("berth.keyvault.key.overdue", overdue, AtomicReference::get)
                .description("How long a key protects beyond what its ring allows; 0 if none does")
                .baseUnit("seconds")
                .register(registry);
        for (UnprotectRefusal refusal : UnprotectRefusal.values()) {
            records(Operation.UNPROTECT, label(refusal));
            records(Operation.REWRAP, label(refusal));
        }
        records(Operation.REWRAP, CURRENT);
        for (KeyState state : KeyState.values()) {
            Gauge.builder("berth.keyvault.keys", () -> keys.get().getOrDefault(state, 0L))
                    .description("Keys of all rings by state, read every few seconds")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("berth.keyvault.destructions.held", held, AtomicInteger::get)
                .description("Keys that are due to be destroyed while records may need them")
                .register(registry);
        Gauge.builder("berth.keyvault.erasures.waiting", toErase, AtomicLong::get)
                .description("Keys that were destroyed or moved and still lie where they were")
                .register(registry);
        Gauge.builder("berth.keyvault.keys.in.memory", inMemory, AtomicInteger::get)
                .description("Keys that this instance holds open in memory")
                .register(registry);
        for (Operation operation : Operation.values()) {
            records(operation, OK);
            records(operation, REFUSED);
            calls.put(
                    operation,
                    Timer.builder(CALLS)
                            .description(
                                    "How long a call takes, from the read request to the written"
                                            + " answer")
                            .tag("operation", operation.label())
                            .publishPercentileHistogram()
                            .register(registry));
        }
        protectedRecords = records(Operation.PROTECT, OK);
    }

    /** What is measured. */
    public enum Operation {
        /** Plaintexts in, ciphertexts out. */
        PROTECT,
        /** Ciphertexts in, plaintexts out. */
        UNPROTECT,
        /** Ciphertexts in, ciphertexts out. */
        REWRAP;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String OK = "ok";
    private static final String REFUSED = "refused";
    private static final String CURRENT = "current";

    void start(@Observes StartupEvent started) {
        jobs.every(JOB, config.countEvery(), this::read);
    }

    private void read() {
        rings.set((double) store.count());
        keys.set(keyStore.count());
        keyAge.set(store.oldestCurrentKey().orElse(Duration.ZERO).toMillis() / 1000.0);
        overdue.set(store.longestOverdue().toMillis() / 1000.0);
    }

    /** Runs a call and measures how long it takes. */
    public <T> T timed(Operation operation, Supplier<T> call) {
        return requireNonNull(calls.get(operation)).record(call);
    }

    void protectedRecords(int number) {
        protectedRecords.increment(number);
    }

    void refused(Operation operation, Refusal refusal, int number) {
        String result =
                refusal instanceof Refusal.RingNotPermitted
                        ? label(UnprotectRefusal.NOT_PERMITTED)
                        : REFUSED;
        records(operation, result).increment(number);
    }

    void unprotected(List<Unprotecting.Result> results) {
        for (Unprotecting.Result result : results) {
            String label =
                    switch (result.opening()) {
                        case Opening.Opened _ -> OK;
                        case Opening.Refused(UnprotectRefusal reason) -> label(reason);
                    };
            records(Operation.UNPROTECT, label).increment();
        }
    }

    void rewrapped(List<Rewrapped> results) {
        for (Rewrapped result : results) {
            records(
                            Operation.REWRAP,
                            switch (result) {
                                case Rewrapped.Exchanged _ -> OK;
                                case Rewrapped.Current _ -> CURRENT;
                                case Rewrapped.NotOpened refused -> label(refused.reason());
                            })
                    .increment();
        }
    }

    void destructionsHeld(int number) {
        held.set(number);
    }

    void erasuresWaiting(long number) {
        toErase.set(number);
    }

    void keysInMemory(int number) {
        inMemory.set(number);
    }

    private static String label(UnprotectRefusal refusal) {
        return refusal.name().toLowerCase(Locale.ROOT);
    }

    private Counter records(Operation operation, String result) {
        return Counter.builder(RECORDS)
                .description("Records by what was asked and what came of it")
                .tag("operation", operation.label())
                .tag("result", result)
                .register(registry);
    }
}
