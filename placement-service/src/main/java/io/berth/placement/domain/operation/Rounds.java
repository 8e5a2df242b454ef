package io.berth.placement.domain.operation;

import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import java.time.Instant;
import java.util.Collection;

/** When the next round that spreads the load of a domain begins by itself. */
public final class Rounds {
    private Rounds() {}

    /**
     * Whether a round should begin by itself.
     *
     * @param settings of the domain
     * @param operations that its owner remembers
     */
    public static boolean isDue(
            OptimisePolicy settings, Collection<OperationRow> operations, Instant now) {
        if (settings.mode() != OptimiseMode.AUTOMATIC) {
            return false;
        }
        for (OperationRow row : operations) {
            if (row.kind() == OperationKind.OPTIMISE
                    && (!row.state().over()
                            || now.isBefore(row.requestedAt().plus(settings.interval())))) {
                return false;
            }
        }
        return true;
    }
}
