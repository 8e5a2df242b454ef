package io.berth.monitoring.domain;

import io.berth.contracts.timing.LeaseTimings;

/**
 * The constants that the fold needs, in milliseconds of log time.
 *
 * @param threshold T: silence after which a host is judged, where nothing else was set
 * @param silent S: a host whose confirmed time is older is silent
 * @param lease L: of a host whose beats tell no other
 * @param cap most that one record advances log time
 * @param leases how long must be waited for one
 */
record FoldTimings(long threshold, long silent, long lease, long cap, LeaseTimings leases) {
    /**
     * Log time between two judgements. It bounds how much later than its threshold a host is found
     * failed, and being a fixed grid of log time it makes the answer independent of how records
     * happen to be spaced.
     */
    static final long STEP = 100;

    static FoldTimings of(LeaseTimings timings) {
        return new FoldTimings(
                timings.threshold().toMillis(),
                timings.monitorSilent().toMillis(),
                timings.lease().toMillis(),
                timings.cap().toMillis(),
                timings);
    }
}
