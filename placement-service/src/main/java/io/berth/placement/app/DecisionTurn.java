package io.berth.placement.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lets one thread of this instance decide at a time, from reading memory to the commit. */
@ApplicationScoped
public class DecisionTurn {
    private final OwnedDomains domains;

    @Inject
    public DecisionTurn(OwnedDomains domains) {
        this.domains = domains;
    }

    /** Runs when it is this thread's turn. */
    public void take(Runnable deciding) {
        domains.decisions().lock();
        try {
            deciding.run();
        } finally {
            domains.decisions().unlock();
        }
    }
}
