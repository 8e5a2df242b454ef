package io.berth.simulator.replica;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a data mover. */
public sealed interface MoverInput {
    /** Time has passed; due at the latest at {@link DataMover#nextWake()}. */
    record Tick() implements MoverInput {}

    /**
     * A cycle of a VM of this host was ordered.
     *
     * @param executing what the VM is, when it executes here now; absent when it does not
     */
    record CycleOrdered(RunReplicaCycle command, @Nullable VmSpec executing)
            implements MoverInput {}

    /** The copies of a relationship on this host are no longer wanted. */
    record DropOrdered(DropReplica command) implements MoverInput {}

    /**
     * A copy on this host is to become a VM's disk.
     *
     * @param executes whether that VM executes here now
     */
    record PromoteOrdered(PromoteReplica command, boolean executes) implements MoverInput {}

    /**
     * The disk that a VM has on this host is no longer wanted.
     *
     * @param executes whether that VM executes here now
     */
    record DiscardOrdered(DiscardVmDisk command, boolean executes) implements MoverInput {}

    /** A VM of this host executes no longer. */
    record VmCeased(VmId vm) implements MoverInput {}

    /** Another host says something. */
    record Received(HostId from, ReplicaMessage message) implements MoverInput {}

    /** The disk has lost every copy. */
    record CopiesLost() implements MoverInput {}
}
