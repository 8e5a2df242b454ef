package io.berth.placement.app;

import io.berth.kit.outbox.Outbox;
import io.berth.placement.domain.Input;
import io.berth.placement.domain.Moment;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Verdict;
import io.berth.placement.store.PlacementStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What both use cases that decide have in common: the rules, and what a transaction consists of.
 */
@ApplicationScoped
public class DecisionRoom {
    private final PlacementRules rules;
    private final HostCatalog catalog;
    private final Outbox outbox;
    private final PlacementStore store;

    @Inject
    public DecisionRoom(
            PlacementSettings settings,
            OperationSettings operations,
            HostCatalog catalog,
            Outbox outbox,
            PlacementStore store) {
        this.rules = new PlacementRules(settings.policy(), operations.policy());
        this.catalog = catalog;
        this.outbox = outbox;
        this.store = store;
    }

    /** The rules with the configured constants. */
    public PlacementRules rules() {
        return rules;
    }

    UnitOfWork newWork() {
        return new UnitOfWork(outbox, store);
    }

    /** Whether the catalog knows the domain's hosts otherwise than the domain itself does. */
    boolean isOutdated(LiveDomain domain) {
        return catalog.revision(domain.id()) != domain.describedRevision();
    }

    /** Lets a domain see its hosts as they are specified and measured now. */
    void takeOverDescriptions(UnitOfWork work, LiveDomain domain, Moment moment) {
        long revision = catalog.revision(domain.id());
        if (revision == domain.describedRevision()) {
            return;
        }
        retry(work, domain, moment);
        domain.described(revision);
    }

    /** Tries waiting VMs again on the hosts as they are now. */
    void retry(UnitOfWork work, LiveDomain domain, Moment moment) {
        Input described = new Input.HostsDescribed(catalog.hosts(domain.id()));
        if (rules.decide(domain.state(), described, moment) instanceof Verdict.Decision decision) {
            work.add(domain, decision);
        }
    }
}
