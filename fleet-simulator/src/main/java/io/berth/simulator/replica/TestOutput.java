package io.berth.simulator.replica;

import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Everything that tests of replicas ask of the world around them, in the order given. */
public sealed interface TestOutput {
    /**
     * Write the point out as a disk of its own, and say so with {@link TestInput.Written} or {@link
     * TestInput.PointMissing}.
     */
    record Write(TestReplica command) implements TestOutput {}

    /** Boot from that disk, without network, and say how with {@link TestInput.BootEnded}. */
    record Boot(TestReplica command) implements TestOutput {}

    /** Stop what runs of it and delete its disk, and say so with {@link TestInput.Wiped}. */
    record Wipe(CommandId test) implements TestOutput {}

    /**
     * Report the verdict.
     *
     * @param bootTook from the start of the boot; present when it has booted
     * @param detail for people; empty when there is nothing to add
     */
    record Judged(
            TestReplica command,
            ReplicaTested.Outcome outcome,
            @Nullable Duration bootTook,
            String detail)
            implements TestOutput {
        /** Cuts the detail to what the contract carries. */
        public Judged {
            detail = detail.length() > 512 ? detail.substring(0, 512) : detail;
        }
    }

    /** Report that nothing of a test is left. */
    record Cleaned(CommandId test, RelationshipId relationship, VmId vm) implements TestOutput {}
}
