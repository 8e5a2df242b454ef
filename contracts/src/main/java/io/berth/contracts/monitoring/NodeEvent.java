package io.berth.contracts.monitoring;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;

/**
 * A record of {@code monitoring.node-events}, keyed by placement domain: a fact about who is alive,
 * in the order found.
 */
public sealed interface NodeEvent extends Event
        permits HostUp,
                HostSuspect,
                HostUnreachable,
                HostFailed,
                HostRecovered,
                FailuresHeld,
                HoldReleased,
                HostIsolated,
                HostQuarantined,
                QuarantineWithheld,
                QuarantineEnded,
                ClockSkewed,
                ClockSettled {
    /** The domain that it concerns. */
    DomainId domain();

    @Override
    default String partitionKey() {
        return domain().value();
    }
}
