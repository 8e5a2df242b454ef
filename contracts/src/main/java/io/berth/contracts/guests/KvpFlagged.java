package io.berth.contracts.guests;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import java.util.List;

/**
 * What is odd about the pairs of a guest has become another. Without flags and refused pairs
 * nothing is odd any more.
 *
 * @param flagged how many of its pairs are odd
 * @param flags in what, each once
 * @param tooMany whether pairs are not kept because there are too many
 */
@EventType("io.berth.monitoring.kvp-flagged.v1")
public record KvpFlagged(
        VmId vm, HostId host, int flagged, List<KvpFlag> flags, boolean tooMany, Instant reportedAt)
        implements GuestEvent {
    /** More pairs of one guest are never kept. */
    public static final int MAX_FLAGGED = 1_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a flag stands
     *     there twice
     */
    public KvpFlagged {
        Require.present("vm", vm);
        Require.present("host", host);
        Require.range("flagged", flagged, 0, MAX_FLAGGED);
        flags = Require.distinct("flags", flags, KvpFlag.values().length);
        Require.present("reportedAt", reportedAt);
    }

    /** Whether nothing is odd any more. */
    public boolean over() {
        return flagged == 0 && !tooMany;
    }
}
