package io.berth.inventory.app.validation;

import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.inventory.store.Register;
import io.berth.kit.jobs.Jobs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Ends runs and withdraws answers now and then. Each instance does both; rows that another one
 * holds are skipped, so nothing happens twice. No state of its own.
 */
@ApplicationScoped
class ValidationJobs {
    private static final String JUDGE = "judge-validations";
    private static final String RECHECK = "recheck-support";

    /** Clusters that are looked up together. */
    private static final int PAGE = 100;

    private final Validations validations;
    private final Support support;
    private final Register register;
    private final ValidationConfig config;
    private final Jobs jobs;

    ValidationJobs(
            Validations validations,
            Support support,
            Register register,
            ValidationConfig config,
            Jobs jobs) {
        this.validations = validations;
        this.support = support;
        this.register = register;
        this.config = config;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        jobs.every(JUDGE, config.judgeEvery(), this::judge);
        jobs.every(RECHECK, config.recheckEvery(), this::recheck);
    }

    private void judge() {
        while (validations.endOne()) {
            // One run, one transaction.
        }
        validations.count();
    }

    private void recheck() {
        String after = "";
        while (true) {
            String from = after;
            List<ClusterSupportState> page =
                    QuarkusTransaction.requiringNew()
                            .call(() -> register.page(ClusterSupportState.class, from, PAGE));
            page.forEach(each -> support.recheck(each.cluster()));
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().cluster().value();
        }
    }
}
