package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.time.Instant;

/**
 * The calendar clock of a host is right again.
 *
 * @param skewMillis what is left, as in {@link ClockSkewed}
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.clock-settled.v1")
public record ClockSettled(HostId host, DomainId domain, long skewMillis, Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ClockSettled {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.range("skewMillis", skewMillis, -ClockSkewed.MAX_MILLIS, ClockSkewed.MAX_MILLIS);
        Require.present("logTime", logTime);
    }
}
