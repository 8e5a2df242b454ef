package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Duration;

/**
 * Hold leases of this length from now on. A shorter one is used at once; a longer one is told in
 * each beat, and used from the first acknowledgement of a beat that told it. The agent answers by
 * its beats. It forgets the length when it starts anew and begins with the usual one; whoever wants
 * another says so again.
 *
 * @param lease from what the agent's own constants allow up to {@link HostBeat#LONGEST_LEASE}; the
 *     agent passes over any other
 */
@EventType("io.berth.hosts.use-lease.v1")
public record UseLease(HostId host, CommandId command, Duration lease) implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UseLease {
        Require.present("host", host);
        Require.present("command", command);
        Require.millis("lease", lease, HostBeat.LONGEST_LEASE);
    }
}
