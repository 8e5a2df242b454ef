package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.time.Duration;
import java.time.Instant;

/**
 * A host has failed so often in a short time that it shall take no VM for a while. What it runs
 * stays there.
 *
 * @param failures how many of its silences have lasted a threshold within {@code within}
 * @param within the time over which they are counted
 * @param until when the quarantine ends by itself, in log time; a later record about the same host
 *     prolongs it
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.host-quarantined.v1")
public record HostQuarantined(
        HostId host, DomainId domain, int failures, Duration within, Instant until, Instant logTime)
        implements NodeEvent {
    /** Most failures that are counted. */
    public static final int MAX_FAILURES = 1000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostQuarantined {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.range("failures", failures, 1, MAX_FAILURES);
        Require.notNegative("within", within);
        Require.present("until", until);
        Require.present("logTime", logTime);
    }
}
