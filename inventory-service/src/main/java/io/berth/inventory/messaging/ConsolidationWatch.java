package io.berth.inventory.messaging;

import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.inventory.app.storage.ConsolidationConfig;
import io.berth.inventory.app.storage.ConsolidationPlans;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Looks after orders of consolidation plans that no agent has answered. Each instance does; a plan
 * that another one holds is left to it, so nothing is asked for twice. No state of its own, so a
 * plan goes on wherever an instance runs.
 */
@ApplicationScoped
class ConsolidationWatch {
    private static final String JOB = "watch-consolidation-orders";

    private final ConsolidationPlans plans;
    private final Assignments assignments;
    private final ConsolidationConfig config;
    private final Scheduler scheduler;

    ConsolidationWatch(
            ConsolidationPlans plans,
            Assignments assignments,
            ConsolidationConfig config,
            Scheduler scheduler) {
        this.plans = plans;
        this.assignments = assignments;
        this.config = config;
        this.scheduler = scheduler;
    }

    void start(@Observes StartupEvent started) {
        scheduler
                .newJob(JOB)
                .setInterval(config.lookEvery().toString())
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> look())
                .schedule();
    }

    void stop(@Observes ShutdownEvent stopping) {
        scheduler.unscheduleJob(JOB);
    }

    /** Not before it is known which VM runs where: the wrong host would be asked. */
    private void look() {
        if (assignments.isLoaded()) {
            for (ConsolidationPlanId plan : plans.due()) {
                plans.overdue(plan, assignments::hostOf);
            }
        }
    }
}
