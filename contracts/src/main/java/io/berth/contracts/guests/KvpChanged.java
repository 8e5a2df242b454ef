package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import java.util.List;

/**
 * Key-value pairs of a guest have changed.
 *
 * @param changes the first of them
 * @param untold how many more changed, in this report and in those of which nothing was told
 *     because the guest changes its pairs too often
 * @param reportedAt by the clock of who wrote the report
 */
@EventType("io.berth.monitoring.kvp-changed.v1")
public record KvpChanged(
        VmId vm, HostId host, List<KvpChange> changes, long untold, Instant reportedAt)
        implements GuestEvent {
    /** Most changes in one event, so that a guest cannot make it long. */
    public static final int MAX_CHANGES = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KvpChanged {
        Require.present("vm", vm);
        Require.present("host", host);
        changes = Require.list("changes", changes, MAX_CHANGES);
        Require.range("untold", untold, 0, Long.MAX_VALUE);
        Require.present("reportedAt", reportedAt);
    }
}
