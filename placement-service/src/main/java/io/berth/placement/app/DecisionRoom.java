package io.berth.placement.app;

import io.berth.kit.outbox.Outbox;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.Origin;
import io.berth.placement.store.PlacementStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;

/**
 * What both use cases that decide have in common: the rules, and what a transaction consists of.
 */
@ApplicationScoped
public class DecisionRoom {
    /** A revision that the catalog never has. */
    private static final long NEVER = -1;

    private final PlacementRules rules;
    private final HostCatalog catalog;
    private final Outbox outbox;
    private final PlacementStore store;
    private final DecisionJournal journal;
    private final PlacementPolicy policy;

    @Inject
    public DecisionRoom(
            PlacementSettings settings,
            OperationSettings operations,
            HostCatalog catalog,
            Outbox outbox,
            PlacementStore store,
            DecisionJournal journal) {
        this.policy = settings.policy(operations.policy());
        this.rules = new PlacementRules(policy);
        this.journal = journal;
        this.catalog = catalog;
        this.outbox = outbox;
        this.store = store;
    }

    /** The rules with the configured constants. */
    public PlacementRules rules() {
        return rules;
    }

    /** What comes from data files, of those rules. */
    Rulebook rulebook() {
        return policy.rulebook();
    }

    /** Of those rules. */
    String policyVersion() {
        return policy.version();
    }

    UnitOfWork newWork() {
        return new UnitOfWork(outbox, store, journal, policy);
    }

    /** Whether the catalog knows the domain's hosts otherwise than the domain itself does. */
    boolean isOutdated(LiveDomain domain) {
        return catalog.revision(domain.id()) != domain.describedRevision();
    }

    /**
     * Decides on an input, with the domain's hosts as the catalog has them at this moment, and
     * carries the decision out.
     */
    Verdict decide(UnitOfWork work, LiveDomain domain, Origin origin, Input input, Turn turn) {
        HostCatalog.View view = catalog.view(domain.id(), domain.describedRevision());
        Moment moment = turn.moment(view.offsets());
        List<HostDescription> hosts = view.hosts();
        if (hosts != null) {
            describe(work, domain, hosts, moment);
            domain.described(view.revision());
        }
        Verdict verdict = rules.decide(domain.state(), input, moment);
        if (verdict instanceof Verdict.Decision decision) {
            work.add(domain, new Cause(origin, moment), decision);
        }
        return verdict;
    }

    /** Takes the hosts as they are now, and tries waiting VMs on them again. */
    void retry(UnitOfWork work, LiveDomain domain, Turn turn) {
        HostCatalog.View view = catalog.view(domain.id(), NEVER);
        describe(
                work,
                domain,
                Objects.requireNonNullElse(view.hosts(), List.of()),
                turn.moment(view.offsets()));
        domain.described(view.revision());
    }

    private void describe(
            UnitOfWork work, LiveDomain domain, List<HostDescription> hosts, Moment moment) {
        domain.leaveRetries(false);
        Input described = new Input.HostsDescribed(hosts);
        if (rules.decide(domain.state(), described, moment) instanceof Verdict.Decision decision) {
            work.add(domain, new Cause(new Origin.FromDescriptions(), moment), decision);
        }
    }
}
