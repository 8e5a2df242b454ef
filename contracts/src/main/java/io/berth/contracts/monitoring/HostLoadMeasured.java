package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import java.time.Instant;

/**
 * A host's measured load, averaged over the beats since the last such record.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 * @param samples how many beats it is the mean of
 */
@EventType("io.berth.monitoring.host-load-measured.v1")
public record HostLoadMeasured(
        HostId host,
        DomainId domain,
        double cpuPercent,
        MiB memoryUsed,
        long samples,
        Instant logTime)
        implements HostLoadEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostLoadMeasured {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.range("cpuPercent", cpuPercent, 0, 100);
        Require.present("memoryUsed", memoryUsed);
        Require.range("samples", samples, 1, Long.MAX_VALUE);
        Require.present("logTime", logTime);
    }

    @Override
    public String partitionKey() {
        return host.value();
    }
}
