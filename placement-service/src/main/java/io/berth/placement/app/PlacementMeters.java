package io.berth.placement.app;

import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.placement.domain.operation.OperationRow;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Placement's figures. */
@ApplicationScoped
public class PlacementMeters {
    private static final String NO_CAUSE = "none";

    private final MeterRegistry registry;
    private final Timer replacement;
    private final AtomicInteger unplaceable = new AtomicInteger();
    private final OptimisationMeters optimisation;

    @Inject
    public PlacementMeters(MeterRegistry registry, OwnedDomains domains) {
        this.registry = registry;
        this.optimisation = new OptimisationMeters(registry);
        this.replacement =
                Timer.builder("berth.placement.replacement")
                        .description("From a host failure in the log to the commit of all its ends")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        Gauge.builder("berth.placement.unplaceable.vms", unplaceable, AtomicInteger::get)
                .description("VMs of owned domains that no host can take")
                .register(registry);
        Gauge.builder("berth.placement.domains.owned", domains, OwnedDomains::count)
                .description("Domains that this instance decides for")
                .register(registry);
    }

    /** These decisions have been committed. */
    void decided(List<PlacementDecision> decisions) {
        decisions.forEach(decision -> count(decision));
    }

    /** These rows of operations have been committed. */
    void written(List<OperationRow> rows) {
        rows.forEach(optimisation::written);
    }

    /** All VMs of a failed host have been dealt with, so long after the failure was written. */
    void replaced(Duration sinceFailure) {
        replacement.record(sinceFailure.isNegative() ? Duration.ZERO : sinceFailure);
    }

    /** So many VMs of owned domains wait for capacity now. */
    void unplaceable(int vms) {
        unplaceable.set(vms);
    }

    private void count(PlacementDecision decision) {
        switch (decision) {
            case VmPlaced placed -> count("placed", label(placed.cause()));
            case VmLost lost -> count("lost", label(lost.cause()));
            case VmUnplaceable none -> count("unplaceable", label(none.cause()));
            case VmConfirmed confirmed -> count("confirmed", NO_CAUSE);
            case VmWaitingForHost waiting -> count("waiting-for-host", NO_CAUSE);
            case VmAdoptionFailed failed -> count("adoption-failed", NO_CAUSE);
            case VmMigrating migrating -> count("migrating", NO_CAUSE);
            case VmTurnCame turn ->
                    count("turn-came", turn.without().isEmpty() ? NO_CAUSE : "went-on-without");
            case VmStopped stopped -> count("stopped", NO_CAUSE);
            case VmReleased released -> count("released", NO_CAUSE);
            case VmTakenOver taken -> count("taken-over", NO_CAUSE);
            case VmHandOverRefused refused -> count("hand-over-refused", label(refused.state()));
            case VmOperationOrdered ordered -> count("operation-ordered", NO_CAUSE);
            case VmOperationRefused refused -> count("operation-refused", label(refused.reason()));
            case VmOperationSettled settled -> count("operation-settled", label(settled.outcome()));
        }
    }

    private void count(String kind, String cause) {
        registry.counter("berth.placement.decisions", "kind", kind, "cause", cause).increment();
    }

    private static String label(Enum<?> cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
