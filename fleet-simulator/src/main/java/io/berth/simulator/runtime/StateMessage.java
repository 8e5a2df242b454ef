package io.berth.simulator.runtime;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;

/** What hypervisors say to each other when a VM goes from one to the other. */
sealed interface StateMessage {
    /**
     * The last of the VM's state: all of it lies at the receiver now.
     *
     * @param number of the move among all of the sender
     */
    record Complete(VmId vm, Epoch epoch, long number) implements StateMessage {}

    /** The receiver has all of it. */
    record Taken(VmId vm, long number) implements StateMessage {}
}
