package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;

/**
 * A guest has not answered for its threshold, although its host beats and its VM runs. It is told
 * again every so often while that lasts, and ends with {@link VmHeartbeatReturned}.
 *
 * @param epoch under which the host holds the VM
 * @param silentSince in log time: when the host first said so
 * @param logTime when it was found
 * @param threshold that has passed
 * @param occurrence 1 when it is told first, 2 when it is told again, and so on
 */
@EventType("io.berth.monitoring.vm-heartbeat-lost.v1")
public record VmHeartbeatLost(
        VmId vm,
        HostId host,
        DomainId domain,
        Epoch epoch,
        HeartbeatLoss loss,
        Instant silentSince,
        Instant logTime,
        Duration threshold,
        int occurrence)
        implements GuestEvent {
    /** Of more nobody needs the number. */
    public static final int MAX_OCCURRENCE = 1_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmHeartbeatLost {
        Require.present("vm", vm);
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
        Require.present("loss", loss);
        Require.present("silentSince", silentSince);
        Require.present("logTime", logTime);
        Require.notNegative("threshold", threshold);
        Require.range("occurrence", occurrence, 1, MAX_OCCURRENCE);
    }
}
