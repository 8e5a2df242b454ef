package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import java.time.Duration;

/**
 * How long a silence has to last in a domain before it is judged, written into the domain's own
 * partition so that it holds from a definite place of the log. It never makes a verdict come before
 * the lease that a host's last beat told has run out, so its place among beats and commands is not
 * a matter of safety.
 *
 * @param revision rises with each change of the domain; one that is not higher than the last
 *     changes nothing, so a record that is written twice counts once
 * @param threshold log time without an accepted beat after which a host is judged
 * @param lease that the agents of the domain are asked to use
 */
@EventType("io.berth.telemetry.detection-set.v1")
public record DetectionSet(DomainId domain, long revision, Duration threshold, Duration lease)
        implements HeartbeatEvent {
    /** Longest threshold: for so long a dead host goes unnoticed. */
    public static final Duration LONGEST_THRESHOLD = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DetectionSet {
        Require.present("domain", domain);
        Require.range("revision", revision, 1, Long.MAX_VALUE);
        Require.millis("threshold", threshold, LONGEST_THRESHOLD);
        Require.millis("lease", lease, HostBeat.LONGEST_LEASE);
    }

    @Override
    public String partitionKey() {
        return domain.value();
    }
}
