package io.berth.simulator.replica;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * A copy of a VM that a host keeps for a relationship.
 *
 * @param cycle the last one that the host has confirmed
 * @param pointAt the state of the VM that the copy holds, by the clock of the host that ran it
 */
public record ReplicaCopy(
        RelationshipId relationship, VmId vm, CycleNumber cycle, Instant pointAt) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public ReplicaCopy {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("cycle", cycle);
        Require.present("pointAt", pointAt);
    }
}
