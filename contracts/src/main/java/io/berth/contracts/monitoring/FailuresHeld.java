package io.berth.contracts.monitoring;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.telemetry.RosterSet;
import java.time.Instant;

/**
 * More nodes of a domain are silent together, or have failed one after the other, than may be true:
 * failures are held and a person is asked. One per hold (the alert {@code CorrelatedSilence}).
 *
 * @param silent how many nodes are silent and not failed
 * @param failed how many nodes have failed before
 * @param configured how many nodes the domain has
 */
@EventType("io.berth.monitoring.failures-held.v1")
public record FailuresHeld(
        DomainId domain, int silent, int failed, int configured, HoldReason reason, Instant logTime)
        implements NodeEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public FailuresHeld {
        Require.present("domain", domain);
        Require.range("silent", silent, 0, configured);
        Require.range("failed", failed, 0, configured);
        Require.range("configured", configured, 1, RosterSet.MAX_NODES);
        Require.present("reason", reason);
        Require.present("logTime", logTime);
    }
}
