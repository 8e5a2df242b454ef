package io.berth.placement.store;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import java.util.List;

/** What made placement decide, in a form that is small enough to be kept with every decision. */
public sealed interface Origin {
    /** A record of an input topic, which is read again when it is needed. */
    record FromRecord(String topic, int partition, long offset) implements Origin {}

    /** Deadlines of these VMs. */
    record FromDeadlines(List<VmId> vms) implements Origin {
        /** Takes a copy. */
        public FromDeadlines {
            vms = List.copyOf(vms);
        }
    }

    /**
     * Patch operations could go on.
     *
     * @param stopped the VMs that were stopped and that inventory had
     */
    record FromPatchTurn(ClusterState cluster, List<VmId> stopped) implements Origin {
        /** Takes a copy. */
        public FromPatchTurn {
            stopped = List.copyOf(stopped);
        }
    }

    /** The hosts were described anew, or waiting VMs were looked at again. */
    record FromDescriptions() implements Origin {}
}
