package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import java.time.Instant;

/**
 * A host that was suspect or unreachable beats again in the same boot; it never counted as failed.
 *
 * @param tenure the grant that it holds now; higher than before when it fenced itself meanwhile
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.host-recovered.v1")
public record HostRecovered(
        HostId host, DomainId domain, BootId boot, Tenure tenure, Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostRecovered {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("logTime", logTime);
    }
}
