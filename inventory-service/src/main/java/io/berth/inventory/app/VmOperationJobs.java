package io.berth.inventory.app;

import io.berth.kit.jobs.Jobs;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gives operations up of which nothing is heard. Each instance does it; rows that another one holds
 * are skipped. No state of its own.
 */
@ApplicationScoped
class VmOperationJobs {
    private static final String GIVE_UP = "give-up-vm-operations";

    private final VmOperations operations;
    private final VmOperationsConfig config;
    private final Jobs jobs;

    VmOperationJobs(VmOperations operations, VmOperationsConfig config, Jobs jobs) {
        this.operations = operations;
        this.config = config;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        jobs.every(GIVE_UP, config.checkEvery(), this::giveUp);
    }

    private void giveUp() {
        while (operations.giveUp() > 0) {
            // A part, one transaction.
        }
    }
}
