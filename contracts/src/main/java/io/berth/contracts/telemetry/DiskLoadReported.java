package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the disks of the VMs that run on a host were asked for lately. A sample for people and
 * advice, never for a verdict: one that is lost is not repeated.
 *
 * @param over how long it was measured, until {@code observedAt}
 * @param observedAt by the host's own clock
 * @param disks a host with more sends several reports
 */
@EventType("io.berth.telemetry.disk-load-reported.v1")
public record DiskLoadReported(
        HostId host, BootId boot, Duration over, Instant observedAt, List<DiskLoad> disks)
        implements DiskLoadEvent {
    /** Most disks in one report, so that it stays well below the longest payload. */
    public static final int MAX_DISKS = 1000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DiskLoadReported {
        Require.present("host", host);
        Require.present("boot", boot);
        Require.notNegative("over", over);
        Require.present("observedAt", observedAt);
        disks = Require.list("disks", disks, MAX_DISKS);
    }

    @Override
    public String partitionKey() {
        return host.value();
    }
}
