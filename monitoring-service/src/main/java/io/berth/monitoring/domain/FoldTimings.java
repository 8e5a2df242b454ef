package io.berth.monitoring.domain;

import io.berth.contracts.timing.LeaseTimings;

/**
 * The constants that the fold needs, in milliseconds of log time.
 *
 * @param threshold T: silence after which a host is judged
 * @param suspect T/2: silence that is worth telling
 * @param silent S: a host whose confirmed time is older is silent
 * @param isolated L: silence of a host that its peers hear after which it is told as isolated; by
 *     then what the peers say of a host that has died has changed, and the host has fenced itself
 * @param cap most that one record advances log time
 */
record FoldTimings(long threshold, long suspect, long silent, long isolated, long cap) {
    /**
     * Log time between two judgements. It bounds how much later than its threshold a host is found
     * failed, and being a fixed grid of log time it makes the answer independent of how records
     * happen to be spaced.
     */
    static final long STEP = 100;

    static FoldTimings of(LeaseTimings timings) {
        long threshold = timings.threshold().toMillis();
        return new FoldTimings(
                threshold,
                threshold / 2,
                timings.monitorSilent().toMillis(),
                timings.lease().toMillis(),
                timings.cap().toMillis());
    }
}
