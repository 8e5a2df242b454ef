package io.berth.checker;

import java.time.Instant;

/** What the monitor said of hosts and domains: a claim to be checked, never taken as truth. */
public sealed interface NodeFact {
    /** Where it lies. */
    Position at();

    /** The CloudEvents id; a relay that was killed publishes an event twice under one id. */
    String eventId();

    /** The domain that it concerns. */
    Domain domain();

    /**
     * A host was declared failed.
     *
     * @param logTime when, by the monitor's log time
     * @param lastBeat the log time of its last accepted beat
     * @param byLease whether the evidence is a lease that ran out under a watchdog; otherwise
     *     somebody proved the power off
     */
    record Failed(
            Position at,
            String eventId,
            Domain domain,
            Host host,
            Instant logTime,
            Instant lastBeat,
            boolean byLease)
            implements NodeFact {}

    /** Failures of a domain are held. */
    record Held(Position at, String eventId, Domain domain) implements NodeFact {}

    /** The hold is over. */
    record Released(Position at, String eventId, Domain domain) implements NodeFact {}
}
