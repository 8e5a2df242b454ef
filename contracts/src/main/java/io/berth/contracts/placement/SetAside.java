package io.berth.contracts.placement;

import io.berth.contracts.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Soft refusals of the chosen host that did not count.
 *
 * @param override who set them aside; absent where the rules do so themselves: over-commitment does
 *     not hold up a VM that has lost its host
 */
public record SetAside(@Nullable PlacementOverride override, List<Refusal> refusals) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public SetAside {
        refusals = Require.list("setAside.refusals", refusals, 64);
    }
}
