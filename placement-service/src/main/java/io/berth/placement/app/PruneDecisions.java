package io.berth.placement.app;

import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.PlacementStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Keeps the table of decisions small: the topic has them all. */
@ApplicationScoped
public class PruneDecisions {
    /** Rows deleted at a time, so that the deletion never holds anything up. */
    private static final int AT_MOST = 10_000;

    private final PlacementStore store;
    private final DecisionJournal journal;
    private final PlacementSettings settings;
    private final InstantSource clock;

    @Inject
    public PruneDecisions(
            PlacementStore store,
            DecisionJournal journal,
            PlacementSettings settings,
            InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /** Deletes what is beyond the newest few of each VM, and what is too old to be made again. */
    @Scheduled(every = "PT1M", delayed = "PT1M", concurrentExecution = ConcurrentExecution.SKIP)
    public void prune() {
        store.prune(settings.decisionsKept(), AT_MOST);
        journal.prune(clock.instant().minus(settings.journalKept()), AT_MOST);
    }
}
