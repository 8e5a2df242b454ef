package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.NetworkAdapter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host's measured load, averaged over the beats since the last such record.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 * @param samples how many beats it is the mean of
 * @param migrationLinkMbit the newest of them has said that the network it migrates over carries so
 *     much, in Mbit/s; no mean, since half of a link that has become slow is no figure of any link;
 *     absent where it is not measured
 */
@EventType("io.berth.monitoring.host-load-measured.v1")
public record HostLoadMeasured(
        HostId host,
        DomainId domain,
        double cpuPercent,
        MiB memoryUsed,
        long samples,
        Instant logTime,
        @Nullable Long migrationLinkMbit)
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
        Require.optionalRange(
                "migrationLinkMbit", migrationLinkMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
    }

    /** Of a host that does not measure its links. */
    public HostLoadMeasured(
            HostId host,
            DomainId domain,
            double cpuPercent,
            MiB memoryUsed,
            long samples,
            Instant logTime) {
        this(host, domain, cpuPercent, memoryUsed, samples, logTime, null);
    }

    @Override
    public String partitionKey() {
        return host.value();
    }
}
