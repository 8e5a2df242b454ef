package io.berth.simulator.replica;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to the tests of replicas on a host. */
public sealed interface TestInput {
    /**
     * A test was ordered.
     *
     * @param free memory of the host beside its VMs; what tests hold counts as free
     */
    record Ordered(TestReplica command, MiB free) implements TestInput {}

    /** A test is to end. */
    record EndOrdered(EndReplicaTest command) implements TestInput {}

    /** The point of a test is a disk of its own. */
    record Written(CommandId test) implements TestInput {}

    /** The host does not hold the point of a test. */
    record PointMissing(CommandId test, String why) implements TestInput {}

    /**
     * The guest of a test has come up, or not.
     *
     * @param trouble why it has not; absent when it has
     */
    record BootEnded(CommandId test, @Nullable String trouble) implements TestInput {}

    /** Nothing of a test is left on the disks of the host. */
    record Wiped(CommandId test) implements TestInput {}

    /**
     * A VM of the estate takes memory, or is about to.
     *
     * @param free memory of the host beside its VMs, before that
     * @param needed that is about to be taken; zero when it was taken already
     * @param by for people
     */
    record MemoryNeeded(MiB free, MiB needed, String by) implements TestInput {}

    /** Time has passed. */
    record Tick() implements TestInput {}
}
