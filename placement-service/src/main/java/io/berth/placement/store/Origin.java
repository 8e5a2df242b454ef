package io.berth.placement.store;

import io.berth.contracts.ids.VmId;
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

    /** The hosts were described anew, or waiting VMs were looked at again. */
    record FromDescriptions() implements Origin {}
}
