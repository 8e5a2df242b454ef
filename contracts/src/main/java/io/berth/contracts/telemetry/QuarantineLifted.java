package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;

/**
 * An operator lets a quarantined host take VMs again. It concerns the quarantine that stands at
 * this place of the log, if any.
 *
 * @param by the person, as authenticated
 */
@EventType("io.berth.telemetry.quarantine-lifted.v1")
public record QuarantineLifted(HostId host, DomainId domain, String by) implements HeartbeatEvent {
    /** Longest name of a person. */
    public static final int MAX_BY = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public QuarantineLifted {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.text("by", by, MAX_BY);
    }

    @Override
    public String partitionKey() {
        return domain.value();
    }
}
