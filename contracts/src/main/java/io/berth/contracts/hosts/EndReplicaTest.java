package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;

/**
 * Stop the test of a replica and delete its disk. Answered with {@link ReplicaTestCleaned}, also
 * when the host knows nothing of it; should the {@link TestReplica} come later, it begins nothing.
 *
 * @param test the command that began it
 */
@EventType("io.berth.hosts.end-replica-test.v1")
public record EndReplicaTest(
        HostId host, CommandId command, RelationshipId relationship, VmId vm, CommandId test)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public EndReplicaTest {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("test", test);
    }
}
