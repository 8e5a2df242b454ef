package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.QuarantineLifted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quarantined host may take VMs again.
 *
 * @param by the person who has ended it; absent where nobody has
 * @param logTime when, by the clock folded over the partition
 */
@EventType("io.berth.monitoring.quarantine-ended.v1")
public record QuarantineEnded(
        HostId host, DomainId domain, Cause cause, @Nullable String by, Instant logTime)
        implements NodeEvent {
    /** What has ended it. */
    public enum Cause {
        /** Its time has passed. */
        TIME_PASSED,
        /** An operator has lifted it. */
        LIFTED,
        /** The host belongs to the domain no longer, so nothing is known of it there. */
        HOST_LEFT
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public QuarantineEnded {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("cause", cause);
        Require.optionalText("by", by, QuarantineLifted.MAX_BY);
        Require.present("logTime", logTime);
    }
}
