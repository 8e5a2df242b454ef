package io.berth.inventory.app.estate;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Removal;
import io.berth.inventory.domain.estate.FoundEntity;
import io.berth.inventory.domain.estate.PastChange;
import io.berth.inventory.store.estate.HistoryStore;
import io.berth.inventory.store.estate.RegisterSearch;
import io.berth.kit.jobs.Jobs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Searching what exists or existed, and the history of its changes, of which the oldest go. */
@ApplicationScoped
public class LookingBack {
    private static final String JOB = "forget-history";

    private final RegisterSearch search;
    private final HistoryStore history;
    private final EstateConfig config;
    private final Jobs jobs;
    private final InstantSource clock;

    LookingBack(
            RegisterSearch search,
            HistoryStore history,
            EstateConfig config,
            Jobs jobs,
            InstantSource clock) {
        this.search = search;
        this.history = history;
        this.config = config;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** At most {@code limit} entities by kind and id. */
    @Transactional
    public List<FoundEntity> search(
            RegisterSearch.Wanted wanted, String afterKind, String afterId, int limit) {
        return search.find(wanted, afterKind, afterId, limit);
    }

    /** At most {@code limit} changes, the newest first. */
    @Transactional
    public List<PastChange> history(HistoryStore.Wanted wanted, long before, int limit) {
        return history.find(wanted, before, limit);
    }

    /** When and by whom something was removed; empty when it exists, or never did. */
    @Transactional
    public Optional<Removal> removal(EntityKind kind, String id) {
        return history.removal(kind, id);
    }

    void start(@Observes StartupEvent event) {
        jobs.every(JOB, config.forgetEvery(), this::forget);
    }

    private void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> history.forgetBefore(clock.instant().minus(config.keepHistory())));
    }
}
