package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.placement.InputOffset;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.optimise.PowerAdvice;
import io.berth.placement.domain.place.Appraisal;
import io.berth.placement.domain.place.BatchPlan;
import io.berth.placement.domain.place.Question;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.StoredDomain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a domain without deciding anything. Any instance can, whoever owns the domain: it reads
 * the database and never the owner's memory.
 */
@ApplicationScoped
public class InspectDomain {
    private final PlacementStore store;
    private final HostCatalog catalog;
    private final DecisionRoom room;
    private final PlacementSettings settings;
    private final InstantSource clock;

    @Inject
    public InspectDomain(
            PlacementStore store,
            HostCatalog catalog,
            DecisionRoom room,
            PlacementSettings settings,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.room = room;
        this.settings = settings;
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
     * What every host of these domains would say to a VM now. The owner may decide otherwise a
     * moment later. Domains are read one after the other, so that a whole fleet need not fit into
     * memory.
     *
     * @return empty when none of them has hosts or VMs
     */
    public Optional<Answer> appraise(List<DomainId> domains, Question question) {
        List<InputOffset> inputs = catalog.offsets();
        List<Appraisal> parts = new ArrayList<>();
        for (DomainId domain : domains) {
            Moment moment = new Moment(clock.instant(), Moment.seedOf(domain.value()), inputs);
            state(domain)
                    .map(state -> room.rules().appraise(state, question, moment))
                    .ifPresent(parts::add);
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer(room.policyVersion(), Appraisal.of(parts), inputs));
    }

    /**
     * Where many VMs would go at once: domain by domain, each with what the ones before it could
     * not take. Domains without hosts and VMs are passed over.
     *
     * @return empty when none of them has hosts or VMs
     */
    public Optional<Planned> plan(
            List<DomainId> domains, List<BatchPlan.Wish> wishes, BatchPlan.@Nullable Wish more) {
        List<InputOffset> inputs = catalog.offsets();
        BatchPlan plan = null;
        List<BatchPlan.Wish> left = wishes;
        BatchPlan.Wish moreLeft = more;
        for (DomainId domain : domains) {
            Optional<DomainState> state = state(domain);
            if (state.isEmpty()) {
                continue;
            }
            Moment moment = new Moment(clock.instant(), Moment.seedOf(domain.value()), inputs);
            BatchPlan here =
                    room.rules()
                            .plan(
                                    state.get(),
                                    left,
                                    moreLeft,
                                    settings.planSteps() / domains.size(),
                                    moment);
            plan = plan == null ? here : plan.then(here);
            left = here.leftOver(left);
            BatchPlan.Group counted = here.more();
            if (moreLeft != null && counted != null) {
                moreLeft = new BatchPlan.Wish(moreLeft.spec(), counted.unplaced());
            }
        }
        return plan == null
                ? Optional.empty()
                : Optional.of(new Planned(room.policyVersion(), plan, inputs));
    }

    /**
     * A plan, and what it was made from.
     *
     * @param policy the version of the rules
     */
    public record Planned(String policy, BatchPlan plan, List<InputOffset> inputs) {
        /** Takes a copy. */
        public Planned {
            inputs = List.copyOf(inputs);
        }
    }

    /** All domains that have hosts. */
    public List<DomainId> domains() {
        return catalog.domains();
    }

    /** The host as inventory specifies it; empty when it does not have it. */
    public Optional<HostState> specification(HostId host) {
        return Optional.ofNullable(catalog.specification(host));
    }

    /**
     * An appraisal, and what it was made from.
     *
     * @param policy the version of the rules
     */
    public record Answer(String policy, Appraisal appraisal, List<InputOffset> inputs) {
        /** Takes a copy. */
        public Answer {
            inputs = List.copyOf(inputs);
        }
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

    /** Which hosts of a domain could be switched off or should be on; empty as above. */
    public Optional<PowerAdvice> powerAdvice(DomainId domain) {
        Moment moment =
                new Moment(clock.instant(), Moment.seedOf(domain.value()), catalog.offsets());
        return state(domain).map(state -> room.rules().powerAdvice(state, moment));
    }
}
