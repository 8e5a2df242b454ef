package io.berth.monitoring.domain.detection;

import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;

/**
 * When the hosts of a domain are judged, and by which leases.
 *
 * @param revision rises with each change; 0 where nothing was ever set for the domain
 * @param threshold log time without an accepted beat after which a host is judged, unless the lease
 *     that it told lasts longer
 * @param lease that its agents are asked to use
 */
public record Detection(long revision, Duration threshold, Duration lease) {
    /** Where nothing was set. */
    public static Detection usual(LeaseTimings timings) {
        return new Detection(0, timings.threshold(), timings.lease());
    }
}
