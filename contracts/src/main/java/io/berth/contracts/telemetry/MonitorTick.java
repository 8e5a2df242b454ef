package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;

/**
 * Written twice a second into each partition by the monitor that owns it, so that log time goes on
 * where no host beats. It names its partition instead of a domain.
 *
 * @param monitor the instance that wrote it, for diagnosis only
 */
@EventType("io.berth.telemetry.monitor-tick.v1")
public record MonitorTick(int partition, String monitor) implements HeartbeatEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public MonitorTick {
        Require.range("partition", partition, 0, 100_000);
        Require.text("monitor", monitor, 128);
    }

    @Override
    public String partitionKey() {
        return "partition-" + partition;
    }
}
