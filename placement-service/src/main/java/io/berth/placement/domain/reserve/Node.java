package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;

/**
 * A functioning node.
 *
 * @param usable capacity without the host's own reserve and without what runs there outside of
 *     Berth; negative where those are larger
 * @param open whether it takes further VMs; one that is evacuated does not, and still holds those
 *     that have not left
 */
public record Node(HostId host, Amounts usable, boolean open) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Node {
        Require.present("host", host);
        Require.present("usable", usable);
    }

    /** One that takes further VMs. */
    public Node(HostId host, Amounts usable) {
        this(host, usable, true);
    }
}
