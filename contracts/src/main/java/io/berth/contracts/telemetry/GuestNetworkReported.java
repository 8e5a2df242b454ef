package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostHardware;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the network of the guests on a host did lately. A sample for people and advice, never for a
 * verdict: one that is lost is not repeated.
 *
 * @param over how long it was measured, until {@code observedAt}
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.telemetry.guest-network-reported.v1")
public record GuestNetworkReported(
        HostId host, BootId boot, Duration over, Instant observedAt, List<AdapterTraffic> adapters)
        implements GuestNetworkEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public GuestNetworkReported {
        Require.present("host", host);
        Require.present("boot", boot);
        Require.notNegative("over", over);
        Require.present("observedAt", observedAt);
        adapters = Require.list("adapters", adapters, HostHardware.MAX_ADAPTERS);
    }

    @Override
    public String partitionKey() {
        return host.value();
    }
}
