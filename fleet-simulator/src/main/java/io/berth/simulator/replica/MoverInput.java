package io.berth.simulator.replica;

import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.VmId;

/** Everything that can happen to a data mover. */
public sealed interface MoverInput {
    /**
     * A cycle of a VM of this host was ordered.
     *
     * @param executes whether the VM executes here now
     */
    record CycleOrdered(RunReplicaCycle command, boolean executes) implements MoverInput {}

    /**
     * A cycle that was begun has ended.
     *
     * @param bytes that went over the wire
     */
    record CycleEnded(
            RunReplicaCycle command, ReplicaCycleEnded.Outcome outcome, long bytes, String detail)
            implements MoverInput {}

    /**
     * A copy on this host is to become a VM's disk.
     *
     * @param executes whether that VM executes now on a host that has this disk
     */
    record PromoteOrdered(PromoteReplica command, boolean executes) implements MoverInput {}

    /** A promotion that was begun has ended. */
    record PromoteEnded(PromoteReplica command, ReplicaPromoted.Outcome outcome, String detail)
            implements MoverInput {}

    /** A VM of this host executes no longer. */
    record VmCeased(VmId vm) implements MoverInput {}
}
