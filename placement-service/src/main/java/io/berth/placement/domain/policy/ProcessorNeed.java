package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.ProcessorVendor;
import java.util.Set;

/**
 * What a running VM needs of the processor it moves to: it was shown these features when it was
 * started, and goes on using them. A VM that is started needs nothing of the kind.
 */
public record ProcessorNeed(ProcessorVendor vendor, Set<String> features) {
    /**
     * @throws IllegalArgumentException when the vendor is missing
     */
    public ProcessorNeed {
        Require.present("vendor", vendor);
        features = Set.copyOf(features);
    }
}
