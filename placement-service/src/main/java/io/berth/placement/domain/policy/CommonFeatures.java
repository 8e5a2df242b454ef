package io.berth.placement.domain.policy;

import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What guests see of a processor, and so what another must offer for a VM to move there while it
 * runs. The features are fixed when the VM starts.
 *
 * @param ofVendor the features common to all processors of a vendor that can run Hyper-V at all; of
 *     a vendor that is not listed nothing is known to be common
 */
public record CommonFeatures(Map<ProcessorVendor, Set<String>> ofVendor) {
    /** Nothing is known to be common. */
    public static final CommonFeatures NONE = new CommonFeatures(Map.of());

    /** Takes a copy. */
    public CommonFeatures {
        ofVendor = Map.copyOf(ofVendor);
    }

    /**
     * What a VM that was started on this processor needs of the next one.
     *
     * @param compatibilityMode whether it was shown only what all processors of the vendor have, so
     *     that it moves up and down the generations
     */
    public ProcessorNeed needOf(Processor startedOn, boolean compatibilityMode) {
        Set<String> seen = new HashSet<>(startedOn.features());
        Set<String> common = ofVendor.get(startedOn.vendor());
        if (compatibilityMode && common != null) {
            seen.retainAll(common);
        }
        return new ProcessorNeed(startedOn.vendor(), seen);
    }
}
