package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a VM whose guest does not answer, and whose specification asks for a restart then, is
 * restarted.
 *
 * @param command names the request to placement; absent where it is not restarted
 * @param restartsInHour how often it was restarted within the last hour, with this one
 * @param allowedPerHour how often that may be
 */
@EventType("io.berth.monitoring.vm-restart-decided.v1")
public record VmRestartDecided(
        VmId vm,
        HostId host,
        DomainId domain,
        Epoch epoch,
        RestartDecision decision,
        @Nullable CommandId command,
        int restartsInHour,
        int allowedPerHour,
        Instant decidedAt)
        implements GuestEvent {
    /** Most restarts that anybody counts. */
    public static final int MAX_RESTARTS = 1000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmRestartDecided {
        Require.present("vm", vm);
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
        Require.present("decision", decision);
        Require.range("restartsInHour", restartsInHour, 0, MAX_RESTARTS);
        Require.range("allowedPerHour", allowedPerHour, 1, MAX_RESTARTS);
        Require.present("decidedAt", decidedAt);
    }
}
