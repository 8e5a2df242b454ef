package io.berth.mover.wire;

import io.berth.contracts.ids.HostId;

/** How two hosts prove to each other who they are, and keep what they say to themselves. */
public interface Security {
    /**
     * As the source.
     *
     * @param target who must be at the other end
     * @throws WireException.Distrusted when somebody else is, or refuses this host
     */
    Channel connect(GuardedSocket socket, HostId target) throws WireException;

    /**
     * As the target, for whoever comes.
     *
     * @throws WireException.Distrusted when it cannot prove who it is
     */
    Channel accept(GuardedSocket socket) throws WireException;
}
