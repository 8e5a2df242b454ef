package io.berth.placement.app;

import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.Spread;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Figures of rounds that spread the load; none is labelled by domain, host or VM. */
final class OptimisationMeters {
    private final MeterRegistry registry;
    private final DistributionSummary fall;

    OptimisationMeters(MeterRegistry registry) {
        this.registry = registry;
        this.fall =
                DistributionSummary.builder("berth.placement.optimisation.deviation.fall")
                        .description(
                                "By how much a round was to lower the standard deviation of its"
                                        + " hosts' loads")
                        .register(registry);
    }

    /** This row has been written; counts when with it a round has come to its end. */
    void written(OperationRow row) {
        Spread spread = row.spread();
        boolean ended = row.state().over() && row.nextTry() != null;
        if (row.kind() != OperationKind.OPTIMISE || spread == null || !ended) {
            return;
        }
        registry.counter(
                        "berth.placement.optimisation.rounds",
                        "trigger",
                        spread.automatic() ? "automatic" : "manual",
                        "end",
                        row.moves().isEmpty() ? "nothing" : label(row.state()))
                .increment();
        for (Move move : row.moves()) {
            registry.counter("berth.placement.optimisation.moves", "end", label(move.state()))
                    .increment();
        }
        if (!row.moves().isEmpty()) {
            fall.record(spread.deviationBefore() - spread.deviationAfter());
        }
    }

    private static String label(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
