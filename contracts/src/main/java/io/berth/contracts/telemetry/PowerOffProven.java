package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;

/**
 * Somebody who can know says that a host is off. It is evidence for the boot and tenure that the
 * monitor last accepted at this place of the log.
 *
 * @param by the BMC or the person, as authenticated
 */
@EventType("io.berth.telemetry.power-off-proven.v1")
public record PowerOffProven(HostId host, DomainId domain, Source source, String by)
        implements HeartbeatEvent {
    /** Whose word it is. */
    public enum Source {
        /** The host's baseboard management controller reported power off. */
        BMC,
        /** An operator confirmed it. */
        OPERATOR
    }

    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public PowerOffProven {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("source", source);
        Require.text("by", by, 128);
    }

    @Override
    public String partitionKey() {
        return domain.value();
    }
}
