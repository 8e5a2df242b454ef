package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.time.Instant;

/**
 * The calendar clock of a host is off. No verdict rests on it, but logs, certificates and guests
 * do.
 *
 * @param skewMillis against the median of the hosts of its partition, or against the broker where
 *     there are too few; positive when the host's clock is ahead
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.clock-skewed.v1")
public record ClockSkewed(HostId host, DomainId domain, long skewMillis, Instant logTime)
        implements NodeEvent {
    /** Larger ones are reported as this: a year. */
    public static final long MAX_MILLIS = 31_536_000_000L;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ClockSkewed {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.range("skewMillis", skewMillis, -MAX_MILLIS, MAX_MILLIS);
        Require.present("logTime", logTime);
    }
}
