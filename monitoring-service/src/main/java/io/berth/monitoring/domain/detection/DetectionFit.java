package io.berth.monitoring.domain.detection;

import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;

/**
 * Whether a threshold and a lease may stand together. All other constants are the same in every
 * domain, since agents and monitor have to agree on them at every moment.
 */
public sealed interface DetectionFit {
    /** Both inequalities hold. */
    record Fits(Duration threshold, Duration lease) implements DetectionFit {}

    /** It does not fit, for a reason with figures. */
    sealed interface Misfit extends DetectionFit {
        /** A sentence for people, with the arithmetic. */
        String explain();

        /** What would do. */
        String hint();
    }

    /**
     * A host would be judged while it may still hold its lease.
     *
     * @param needed 1.02·lease + kill + cap
     * @param longestLease that the threshold outlasts
     */
    record ThresholdTooShort(
            Duration threshold,
            Duration lease,
            Duration kill,
            Duration cap,
            Duration needed,
            Duration longestLease)
            implements Misfit {
        @Override
        public String explain() {
            return "1.02·lease + kill + cap = 1.02·%d + %d + %d = %d ms must be at most threshold = %d ms"
                    .formatted(
                            lease.toMillis(),
                            kill.toMillis(),
                            cap.toMillis(),
                            needed.toMillis(),
                            threshold.toMillis());
        }

        @Override
        public String hint() {
            return "Give a threshold of %s at least, or a lease of %s at most"
                    .formatted(needed, longestLease);
        }
    }

    /**
     * The lease would run out before the peers have permitted a host to go on, so that an outage of
     * the broker would stop the fleet.
     *
     * @param shortest agentUnserved + 1.5·beat + roundTrip + peerTimeout
     * @param shortestThreshold that outlasts the shortest lease
     */
    record LeaseTooShort(
            Duration lease,
            Duration agentUnserved,
            Duration beat,
            Duration roundTrip,
            Duration peerTimeout,
            Duration shortest,
            Duration shortestThreshold)
            implements Misfit {
        @Override
        public String explain() {
            return ("agentUnserved + 1.5·beat + roundTrip + peerTimeout = %d + 1.5·%d + %d + %d ="
                            + " %d ms must be at most lease = %d ms")
                    .formatted(
                            agentUnserved.toMillis(),
                            beat.toMillis(),
                            roundTrip.toMillis(),
                            peerTimeout.toMillis(),
                            shortest.toMillis(),
                            lease.toMillis());
        }

        @Override
        public String hint() {
            return "The shortest lease is %s, and the shortest threshold %s"
                    .formatted(shortest, shortestThreshold);
        }
    }

    /** A dead host would go unnoticed for too long. */
    record ThresholdTooLong(Duration threshold, Duration longest) implements Misfit {
        @Override
        public String explain() {
            return "threshold = %d ms must be at most %d ms"
                    .formatted(threshold.toMillis(), longest.toMillis());
        }

        @Override
        public String hint() {
            return "Hosts that are silent for longer on purpose belong into maintenance";
        }
    }

    /**
     * Judges a threshold and a lease.
     *
     * @param timings with all other constants
     */
    static DetectionFit of(Duration threshold, Duration lease, LeaseTimings timings) {
        Duration shortest = timings.shortestLease();
        if (threshold.compareTo(DetectionSet.LONGEST_THRESHOLD) > 0) {
            return new ThresholdTooLong(threshold, DetectionSet.LONGEST_THRESHOLD);
        }
        if (lease.compareTo(shortest) < 0) {
            return new LeaseTooShort(
                    lease,
                    timings.agentUnserved(),
                    timings.beat(),
                    timings.roundTrip(),
                    timings.peerTimeout(),
                    shortest,
                    timings.outlasting(shortest));
        }
        Duration needed = timings.outlasting(lease);
        if (needed.compareTo(threshold) > 0) {
            return new ThresholdTooShort(
                    threshold,
                    lease,
                    timings.kill(),
                    timings.cap(),
                    needed,
                    timings.longestLease(threshold));
        }
        return new Fits(threshold, lease);
    }

    /**
     * The lease that goes with a threshold where nobody says which: the longest that it outlasts,
     * in steps of {@link #STEP}. The longer a lease, the longer may a host be out of everybody's
     * reach before it stops what it runs.
     */
    static Duration leaseFor(Duration threshold, LeaseTimings timings) {
        long longest = Math.max(0, timings.longestLease(threshold).toMillis());
        return Duration.ofMillis(longest - longest % STEP.toMillis());
    }

    /** Of leases that are chosen for a threshold: 5 s have one of 3.5 s. */
    Duration STEP = Duration.ofMillis(50);
}
