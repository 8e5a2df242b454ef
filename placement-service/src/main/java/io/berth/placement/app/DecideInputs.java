package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Position;
import io.berth.kit.intake.Received;
import io.berth.kit.intake.RefusedForGood;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.Origin;
import io.berth.placement.store.PlacementStore;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of inputs of any owned domains, in order, within the transaction that marks them
 * as applied.
 */
@ApplicationScoped
public class DecideInputs implements BatchHandler {
    private final OwnedDomains domains;
    private final DecisionRoom room;
    private final PlacementStore store;
    private final PlacementMeters meters;
    private final InstantSource clock;
    private @Nullable UnitOfWork open;

    @Inject
    public DecideInputs(
            OwnedDomains domains,
            DecisionRoom room,
            PlacementStore store,
            PlacementMeters meters,
            InstantSource clock) {
        this.domains = domains;
        this.room = room;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        UnitOfWork work = room.newWork();
        open = work;
        Instant now = clock.instant();
        Map<VmId, DomainId> foreign = domainsOfNewVms(batch);
        List<Instant> failures = new ArrayList<>();
        for (Received<?> received : batch) {
            try (Scope current = received.makeCurrent()) {
                decide(work, received, now, foreign);
            }
            if (received.event() instanceof HostFailed) {
                failures.add(received.position().timestamp());
            }
        }
        work.write(now);
        return () -> committed(work, failures);
    }

    @Override
    public void rolledBack() {
        UnitOfWork anticipated = open;
        open = null;
        if (anticipated != null) {
            domains.drop(anticipated.touched());
        }
    }

    private void decide(
            UnitOfWork work, Received<?> received, Instant now, Map<VmId, DomainId> foreign) {
        Position position = received.position();
        Input input = Inputs.of(received.event());
        refuseForeign(received, foreign);
        LiveDomain domain = domains.get(Inputs.domainOf(received.event()), position.partition());
        work.touch(domain);
        domains.advance(position);
        Turn turn =
                new Turn(
                        now,
                        Moment.seedOf(position.toString()),
                        domains.offsets(position.partition()));
        Origin origin =
                new Origin.FromRecord(position.topic(), position.partition(), position.offset());
        if (room.decide(work, domain, origin, input, turn) instanceof Verdict.Refused refused) {
            throw new RefusedForGood(received, refused.reason());
        }
    }

    private void committed(UnitOfWork work, List<Instant> failures) {
        open = null;
        work.committed();
        meters.decided(work.announced());
        meters.written(work.operations());
        Instant now = clock.instant();
        failures.forEach(failure -> meters.replaced(Duration.between(failure, now)));
    }

    /**
     * Where the VMs that are asked for the first time in a domain are known already. A VM's epochs
     * rise in one domain only, so another one must not place it.
     */
    private Map<VmId, DomainId> domainsOfNewVms(List<Received<?>> batch) {
        Set<VmId> unknown = new HashSet<>();
        for (Received<?> received : batch) {
            if (received.event() instanceof PlaceVmRequested request
                    && domains.get(request.domain(), received.position().partition())
                                    .state()
                                    .vm(request.vm())
                            == null) {
                unknown.add(request.vm());
            }
        }
        return store.domainsOf(unknown);
    }

    private static void refuseForeign(Received<?> received, Map<VmId, DomainId> foreign) {
        if (received.event() instanceof PlaceVmRequested request) {
            DomainId home = foreign.get(request.vm());
            if (home != null && !home.equals(request.domain())) {
                throw new RefusedForGood(
                        received,
                        "VM %s belongs to domain %s and cannot be placed in %s"
                                .formatted(request.vm(), home, request.domain()));
            }
        }
    }
}
