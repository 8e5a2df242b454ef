package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;

/**
 * A functioning node.
 *
 * @param usable capacity without the host's own reserve; negative where the reserve is larger
 */
public record Node(HostId host, Amounts usable) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Node {
        Require.present("host", host);
        Require.present("usable", usable);
    }
}
