package io.berth.inventory.messaging;

import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.inventory.app.storage.ConsolidationConfig;
import io.berth.inventory.app.storage.ConsolidationPlans;
import io.berth.kit.jobs.Jobs;
import io.quarkus.runtime.StartupEvent;
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
    private final Jobs jobs;

    ConsolidationWatch(
            ConsolidationPlans plans,
            Assignments assignments,
            ConsolidationConfig config,
            Jobs jobs) {
        this.plans = plans;
        this.assignments = assignments;
        this.config = config;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        jobs.every(JOB, config.lookEvery(), this::look);
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
