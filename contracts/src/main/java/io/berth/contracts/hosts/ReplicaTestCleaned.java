package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * Nothing of the test of a replica is left on this host: what was started from it is stopped and
 * its disk is deleted. It comes after every {@link ReplicaTested}, also after a refusal.
 *
 * @param host holds the copies
 * @param test the {@link TestReplica} that began it
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.replica-test-cleaned.v1")
public record ReplicaTestCleaned(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId test,
        RelationshipId relationship,
        VmId vm,
        Instant observedAt)
        implements HostReport {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReplicaTestCleaned {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("test", test);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("observedAt", observedAt);
    }
}
