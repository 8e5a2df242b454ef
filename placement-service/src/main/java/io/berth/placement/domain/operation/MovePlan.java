package io.berth.placement.domain.operation;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.vm.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a VM can go, and how; or why nowhere. Nothing has happened yet. */
public sealed interface MovePlan {
    /**
     * It can go.
     *
     * @param linkMbit what the link is known to carry; null where that is not known
     * @param payload what goes over it
     * @param why the mode was chosen, for people
     * @param overridden soft refusals of the target that an operator overrides
     */
    record Possible(
            HostRow target,
            MigrationMode mode,
            @Nullable Long linkMbit,
            Payload payload,
            String why,
            Explanation explanation,
            List<Refusal> overridden)
            implements MovePlan {}

    /** A VM without a host can be put there. */
    record Admitted(HostRow target, Explanation explanation, List<Refusal> overridden)
            implements MovePlan {}

    /** It cannot. */
    record Impossible(MoveReason reason, String text, List<RefusedHost> refused)
            implements MovePlan {}
}
