package io.berth.kit.intake;

import io.berth.kit.config.ServiceConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Forgets event ids that no topic could deliver again. */
@ApplicationScoped
public class InboxPruning {
    private static final Logger LOG = Logger.getLogger(InboxPruning.class);

    private final Inbox inbox;
    private final ServiceConfig config;

    @Inject
    public InboxPruning(Inbox inbox, ServiceConfig config) {
        this.inbox = inbox;
        this.config = config;
    }

    /** Every minute a bounded number, so that it never has much to do. */
    @Scheduled(
            identity = "berth-inbox-pruning",
            every = "1m",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void prune() {
        int forgotten = inbox.forgetBefore(config.intake().remember());
        if (forgotten > 0) {
            LOG.debugf("forgot %d event ids", forgotten);
        }
    }
}
