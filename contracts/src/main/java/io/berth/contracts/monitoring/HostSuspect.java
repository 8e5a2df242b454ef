package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host has been silent for a while; nothing is decided yet.
 *
 * @param logTime when, by the clock folded over the partition
 * @param expected why the silence is no surprise; absent where it is one
 */
@EventType("io.berth.monitoring.host-suspect.v1")
public record HostSuspect(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        Instant logTime,
        @Nullable ExpectedSilence expected)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostSuspect {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("logTime", logTime);
    }

    /** Of a silence that nobody expects. */
    public HostSuspect(HostId host, DomainId domain, BootId boot, Tenure tenure, Instant logTime) {
        this(host, domain, boot, tenure, logTime, null);
    }
}
