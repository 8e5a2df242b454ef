package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What came of a {@link PromoteReplica}.
 *
 * @param host holds the copies
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.replica-promoted.v1")
public record ReplicaPromoted(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        RelationshipId relationship,
        VmId vm,
        CycleNumber point,
        Outcome outcome,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** The VM can be started there, and on no other host. */
        PROMOTED,
        /**
         * The VM can be started on every host of that cluster: the disk lies on storage that all of
         * them reach.
         */
        PROMOTED_SHARED,
        /** The host does not hold this recovery point. */
        REFUSED_NO_SUCH_POINT,
        /** The VM executes there, on the disk that would be replaced. */
        REFUSED_VM_EXECUTES
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReplicaPromoted {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("point", point);
        Require.present("outcome", outcome);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
