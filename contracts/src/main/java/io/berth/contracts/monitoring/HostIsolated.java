package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.RosterSet;
import java.time.Instant;

/**
 * A host has been silent for as long as a lease lasts, and a peer still hears it: rather its way to
 * the broker has broken than the host. Under a watchdog this is for people alone, and {@link
 * HostFailed} follows when the threshold has passed; without one it stands in the place of {@link
 * HostUnreachable}.
 *
 * @param heardBy the peer that hears it, the first in the order of the roster
 * @param hearing how many peers hear it
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.host-isolated.v1")
public record HostIsolated(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        HostId heardBy,
        int hearing,
        Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostIsolated {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("heardBy", heardBy);
        Require.range("hearing", hearing, 1, RosterSet.MAX_NODES);
        Require.present("logTime", logTime);
    }
}
