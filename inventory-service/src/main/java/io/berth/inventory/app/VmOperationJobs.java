package io.berth.inventory.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
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
    private final Scheduler scheduler;

    VmOperationJobs(VmOperations operations, VmOperationsConfig config, Scheduler scheduler) {
        this.operations = operations;
        this.config = config;
        this.scheduler = scheduler;
    }

    void start(@Observes StartupEvent started) {
        scheduler
                .newJob(GIVE_UP)
                .setInterval(config.checkEvery().toString())
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> giveUp())
                .schedule();
    }

    void stop(@Observes ShutdownEvent stopping) {
        scheduler.unscheduleJob(GIVE_UP);
    }

    private void giveUp() {
        while (operations.giveUp() > 0) {
            // A part, one transaction.
        }
    }
}
