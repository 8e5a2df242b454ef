package io.berth.replica.app;

import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.store.CycleStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the table of ended cycles small: the topic has them all. */
@ApplicationScoped
public class PruneCycles {
    /**
     * Rows deleted at a time, so that the deletion never holds anything up; more than 10,000
     * relationships at 30 s add in a minute.
     */
    private static final int AT_MOST = 30_000;

    private final CycleStore store;
    private final ReplicaConfig config;

    PruneCycles(CycleStore store, ReplicaConfig config) {
        this.store = store;
        this.config = config;
    }

    /** Deletes what is beyond the newest few of each relationship. */
    @Scheduled(every = "PT1M", delayed = "PT1M", concurrentExecution = ConcurrentExecution.SKIP)
    public void prune() {
        QuarkusTransaction.requiringNew().run(() -> store.prune(config.cyclesKept(), AT_MOST));
    }
}
