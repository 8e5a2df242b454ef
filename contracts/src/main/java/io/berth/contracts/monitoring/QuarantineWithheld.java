package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.RosterSet;
import java.time.Instant;

/**
 * A host should be quarantined, but too few would be left: as many hosts of its cluster as may be
 * quarantined at once are so already, or the cluster is too small for any.
 *
 * @param failures how many of its silences have lasted a threshold lately
 * @param quarantined how many hosts of the domain are quarantined
 * @param allowed how many may be at once
 * @param configured how many hosts the domain has
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.quarantine-withheld.v1")
public record QuarantineWithheld(
        HostId host,
        DomainId domain,
        int failures,
        int quarantined,
        int allowed,
        int configured,
        Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public QuarantineWithheld {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.range("failures", failures, 1, HostQuarantined.MAX_FAILURES);
        Require.range("quarantined", quarantined, 0, RosterSet.MAX_NODES);
        Require.range("allowed", allowed, 0, RosterSet.MAX_NODES);
        Require.range("configured", configured, 1, RosterSet.MAX_NODES);
        Require.present("logTime", logTime);
    }
}
