package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster that is validated.
 *
 * @param state as inventory has it
 * @param facts as it reported them; absent when it did not
 */
public record Node(HostState state, @Nullable HostFacts facts) {
    /** Which host it is. */
    public HostId id() {
        return state.host();
    }
}
