package io.berth.placement.app;

import io.berth.placement.store.PlacementStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Keeps the table of decisions small: the topic has them all. */
@ApplicationScoped
public class PruneDecisions {
    /** Rows deleted at a time, so that the deletion never holds anything up. */
    private static final int AT_MOST = 10_000;

    private final PlacementStore store;
    private final PlacementSettings settings;

    @Inject
    public PruneDecisions(PlacementStore store, PlacementSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Deletes what is beyond the newest few of each VM. */
    @Scheduled(every = "PT1M", delayed = "PT1M", concurrentExecution = ConcurrentExecution.SKIP)
    public void prune() {
        store.prune(settings.decisionsKept(), AT_MOST);
    }
}
