package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What {@link VmHeartbeatLost} told of this VM on this host is over. One of an epoch below that of
 * the loss ends nothing: the VM has been placed anew since.
 *
 * @param epoch that of the loss
 * @param silentSince as in the loss
 */
@EventType("io.berth.monitoring.vm-heartbeat-returned.v1")
public record VmHeartbeatReturned(
        VmId vm,
        HostId host,
        DomainId domain,
        Epoch epoch,
        HeartbeatEnding ending,
        Instant silentSince,
        Instant logTime)
        implements GuestEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public VmHeartbeatReturned {
        Require.present("vm", vm);
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
        Require.present("ending", ending);
        Require.present("silentSince", silentSince);
        Require.present("logTime", logTime);
    }
}
