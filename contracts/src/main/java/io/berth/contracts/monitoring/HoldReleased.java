package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import java.time.Duration;
import java.time.Instant;

/**
 * The silence of a domain has ended, or evidence has explained it: failures are judged again.
 *
 * @param heldFor how long the hold lasted in log time
 */
@EventType("io.berth.monitoring.hold-released.v1")
public record HoldReleased(DomainId domain, Duration heldFor, Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HoldReleased {
        Require.present("domain", domain);
        Require.notNegative("heldFor", heldFor);
        Require.present("logTime", logTime);
    }
}
