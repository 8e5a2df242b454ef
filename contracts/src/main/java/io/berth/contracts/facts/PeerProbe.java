package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Packets that a host sent to another node of its cluster, to see what arrives.
 *
 * @param network the network that they went over, as address and prefix: {@code 10.0.1.0/24}
 * @param answered how many came back
 * @param roundTrip the slowest that came back; absent when none did
 */
public record PeerProbe(
        HostId peer, String network, long sent, long answered, @Nullable Duration roundTrip) {
    /** Longest name of a network, in UTF-16 code units. */
    public static final int MAX_NETWORK = 64;

    /** Most packets of one probe. */
    public static final long MAX_PACKETS = 1_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public PeerProbe {
        Require.present("probe.peer", peer);
        Require.text("probe.network", network, MAX_NETWORK);
        Require.range("probe.sent", sent, 0, MAX_PACKETS);
        Require.range("probe.answered", answered, 0, MAX_PACKETS);
        if (roundTrip != null) {
            Require.notNegative("probe.roundTrip", roundTrip);
        }
    }
}
