package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host has failed, and what it ran up to this tenure has provably stopped.
 *
 * @param tenure the evidence holds for grants up to this tenure only
 * @param logTime when, by the clock folded over the partition
 * @param lastBeat the log time of its last accepted beat; the difference is how long detection took
 * @param expected why the silence is no surprise; absent where it is one. The VMs that it ran need
 *     another host either way
 */
@EventType("io.berth.monitoring.host-failed.v1")
public record HostFailed(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        Instant logTime,
        Instant lastBeat,
        FencingEvidence evidence,
        @Nullable ExpectedSilence expected,
        @Nullable Duration threshold,
        @Nullable Duration lease)
        implements NodeEvent {
    /** No threshold and no lease makes anybody wait longer. */
    public static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostFailed {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("logTime", logTime);
        Require.present("lastBeat", lastBeat);
        Require.present("evidence", evidence);
        if (threshold != null) {
            Require.millis("threshold", threshold, LONGEST_WAIT);
        }
        if (lease != null) {
            Require.millis("lease", lease, HostBeat.LONGEST_LEASE);
        }
    }

    /** Of a silence that nobody expects. */
    public HostFailed(
            HostId host,
            DomainId domain,
            BootId boot,
            Tenure tenure,
            Instant logTime,
            Instant lastBeat,
            FencingEvidence evidence) {
        this(host, domain, boot, tenure, logTime, lastBeat, evidence, null);
    }

    /** Of a silence that was not waited for. */
    public HostFailed(
            HostId host,
            DomainId domain,
            BootId boot,
            Tenure tenure,
            Instant logTime,
            Instant lastBeat,
            FencingEvidence evidence,
            @Nullable ExpectedSilence expected) {
        this(host, domain, boot, tenure, logTime, lastBeat, evidence, expected, null, null);
    }
}
