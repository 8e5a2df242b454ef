package io.berth.simulator.mover;

import io.berth.contracts.ids.HostId;
import java.util.Optional;

/** Who else there is, and who reaches whom. Asked from any thread. */
public interface Peers {
    /** What receives at a host; empty while it is off or nobody knows it. */
    Optional<ReplicaSite> site(HostId host);

    /** Whether the network lets two hosts talk to each other. */
    boolean reach(HostId one, HostId other);
}
