package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a host reserve that a group or host sets itself; an absent field is inherited from
 * above.
 *
 * @param cpuPercent of all cores of a host together, 0 to 100
 */
public record ReserveOverride(@Nullable Integer cpuPercent, @Nullable MiB memory) {
    /** Everything is inherited. */
    public static final ReserveOverride NONE = new ReserveOverride(null, null);

    /**
     * @throws IllegalArgumentException when the percentage is out of range
     */
    public ReserveOverride {
        if (cpuPercent != null && (cpuPercent < 0 || cpuPercent > 100)) {
            throw new IllegalArgumentException(
                    "cpuPercent is " + cpuPercent + "; allowed is 0 to 100");
        }
    }
}
