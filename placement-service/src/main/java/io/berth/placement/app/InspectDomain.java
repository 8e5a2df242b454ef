package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.placement.domain.DomainState;
import io.berth.placement.domain.Moment;
import io.berth.placement.domain.OperationRow;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.StoredDomain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Looks at a domain without deciding anything. Any instance can, whoever owns the domain: it reads
 * the database and never the owner's memory.
 */
@ApplicationScoped
public class InspectDomain {
    /** Stands for a VM that does not exist. */
    private static final VmId HYPOTHETICAL = new VmId("what-if");

    private final PlacementStore store;
    private final HostCatalog catalog;
    private final DecisionRoom room;
    private final InstantSource clock;

    @Inject
    public InspectDomain(
            PlacementStore store, HostCatalog catalog, DecisionRoom room, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.room = room;
        this.clock = clock;
    }

    /** The domain as it is stored now; empty when it has neither hosts nor VMs. */
    public Optional<DomainState> state(DomainId domain) {
        StoredDomain stored = store.load(domain);
        DomainState state =
                DomainState.restore(
                        domain,
                        catalog.hosts(domain),
                        stored.hosts(),
                        stored.vms(),
                        stored.operations());
        return state.hostIds().isEmpty() && state.vms().isEmpty()
                ? Optional.empty()
                : Optional.of(state);
    }

    /**
     * What placing a VM of this size would say now; empty when there is no such domain. The owner
     * may decide otherwise a moment later.
     */
    public Optional<Explanation> whatIf(DomainId domain, VmSpec spec) {
        Moment moment =
                new Moment(clock.instant(), Moment.seedOf(domain.value()), catalog.offsets());
        return state(domain).map(state -> room.rules().whatIf(state, HYPOTHETICAL, spec, moment));
    }

    /**
     * What an operation would do now, without doing it; empty when there is no such domain. The
     * owner may decide otherwise a moment later.
     */
    public Optional<OperationRow> whatIf(DomainId domain, PlacementRequest request) {
        Moment moment =
                new Moment(clock.instant(), Moment.seedOf(domain.value()), catalog.offsets());
        return state(domain).flatMap(state -> room.rules().whatIf(state, request, moment));
    }
}
