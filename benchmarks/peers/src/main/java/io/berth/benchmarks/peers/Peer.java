package io.berth.benchmarks.peers;

import java.util.Set;

/** An engine that finds hosts for VMs. */
interface Peer {
    /** As the table names it. */
    String name();

    /** What it can be asked for on a machine like this one; empty when it is not installed. */
    Set<Task> tasks();

    /** How often it is measured at most, because some need minutes. */
    default int repetitions(Task task, int wanted) {
        return wanted;
    }

    /** Whether it is a program of its own, whose processor time this JVM does not see. */
    default boolean isProgram() {
        return false;
    }

    /** Builds its own picture of a fleet, which is not measured. */
    Session prepare(Fleet fleet, Task task);

    /** One picture, to be asked again and again. */
    interface Session {
        /**
         * Finds hosts, which is measured.
         *
         * @return the number of the host of each VM that waits, in their order; -1 for none
         */
        int[] place();

        /** Takes the hosts away from the VMs again, where that is needed to ask once more. */
        default void undo() {}
    }
}
