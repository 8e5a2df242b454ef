package io.berth.placement.app;

import io.berth.placement.store.OperationStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Forgets operations that ended long ago. */
@ApplicationScoped
public class PruneOperations {
    /** Rows deleted at a time, so that the deletion never holds anything up. */
    private static final int AT_MOST = 1_000;

    private final OperationStore store;
    private final OperationSettings settings;
    private final InstantSource clock;

    @Inject
    public PruneOperations(OperationStore store, OperationSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Deletes what ended longer ago than operations are kept. */
    @Scheduled(every = "PT10M", delayed = "PT10M", concurrentExecution = ConcurrentExecution.SKIP)
    public void prune() {
        store.prune(clock.instant().minus(settings.kept()), AT_MOST);
    }
}
