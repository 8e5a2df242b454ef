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
 * The threshold has passed, but nothing proves that the host's VMs have stopped: no watchdog was
 * armed. Re-placement waits for evidence.
 *
 * @param logTime when, by the clock folded over the partition
 * @param expected why the silence is no surprise; absent where it is one
 */
@EventType("io.berth.monitoring.host-unreachable.v1")
public record HostUnreachable(
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
    public HostUnreachable {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("logTime", logTime);
    }

    /** Of a silence that nobody expects. */
    public HostUnreachable(
            HostId host, DomainId domain, BootId boot, Tenure tenure, Instant logTime) {
        this(host, domain, boot, tenure, logTime, null);
    }
}
