package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import java.time.Instant;

/**
 * A host's agent lives: its first accepted beat ever, the first of a new boot, or the first after
 * it was declared failed.
 *
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.host-up.v1")
public record HostUp(HostId host, DomainId domain, BootId boot, Tenure tenure, Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostUp {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("logTime", logTime);
    }
}
