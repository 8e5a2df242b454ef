package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Position;
import io.berth.kit.intake.Received;
import io.berth.kit.intake.RefusedForGood;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.Origin;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.PlacementStore.Belonging;
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
        Map<VmId, Belonging> elsewhere = belongingOfNewVms(batch);
        List<Instant> failures = new ArrayList<>();
        for (Received<?> received : batch) {
            try (Scope current = received.makeCurrent()) {
                decide(work, received, now, elsewhere);
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
            UnitOfWork work, Received<?> received, Instant now, Map<VmId, Belonging> elsewhere) {
        Position position = received.position();
        Input input = Inputs.of(received.event());
        LiveDomain domain = domains.get(Inputs.domainOf(received.event()), position.partition());
        refuseForeign(work, received, domain, elsewhere);
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
     * rise in one domain at a time, so another one must not place it.
     */
    private Map<VmId, Belonging> belongingOfNewVms(List<Received<?>> batch) {
        Set<VmId> unknown = new HashSet<>();
        for (Received<?> received : batch) {
            VmId vm = newcomer(received.event());
            if (vm != null
                    && domains.get(
                                            Inputs.domainOf(received.event()),
                                            received.position().partition())
                                    .state()
                                    .vm(vm)
                            == null) {
                unknown.add(vm);
            }
        }
        return store.belonging(unknown);
    }

    /** The VM that a domain may know nothing of before this event; null when there is none. */
    private static @Nullable VmId newcomer(Event event) {
        return switch (event) {
            case PlaceVmRequested request -> request.vm();
            case AdoptVmRequested request -> request.vm();
            case TakeOverVmRequested request -> request.vm();
            default -> null;
        };
    }

    private static void refuseForeign(
            UnitOfWork work,
            Received<?> received,
            LiveDomain domain,
            Map<VmId, Belonging> elsewhere) {
        VmId vm = newcomer(received.event());
        if (vm == null || domain.state().vm(vm) != null) {
            return;
        }
        Belonging known = work.letGoOf(domain, vm).orElse(elsewhere.get(vm));
        if (received.event() instanceof TakeOverVmRequested request) {
            if (known == null
                    || !known.domain().equals(request.from())
                    || !request.domain().equals(known.to())) {
                throw new RefusedForGood(
                        received,
                        "VM %s is not on its way from domain %s to %s"
                                .formatted(vm, request.from(), request.domain()));
            }
        } else if (known != null) {
            throw new RefusedForGood(received, refusal(vm, domain.id(), known));
        }
    }

    private static String refusal(VmId vm, DomainId asked, Belonging known) {
        return known.to() == null
                ? "VM %s belongs to domain %s and cannot be placed in %s"
                        .formatted(vm, known.domain(), asked)
                : "VM %s is on its way from domain %s to %s; ask that one when it has taken it over"
                        .formatted(vm, known.domain(), known.to());
    }
}
