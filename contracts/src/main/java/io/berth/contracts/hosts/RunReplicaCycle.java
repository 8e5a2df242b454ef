package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import org.jspecify.annotations.Nullable;

/**
 * Copy what this VM has written to the replica host, now. Answered with {@link ReplicaCycleEnded}
 * when the copy has ended, one way or the other. A cycle that is not higher than the last one of
 * this relationship is refused, except that a repetition of the same command is answered alike.
 *
 * @param host runs the VM
 * @param kind {@code INITIAL_COPY} replaces whatever the target holds of this relationship
 * @param target takes the copy
 * @param terms how; absent for everything at any speed
 */
@EventType("io.berth.hosts.run-replica-cycle.v1")
public record RunReplicaCycle(
        HostId host,
        CommandId command,
        RelationshipId relationship,
        VmId vm,
        CycleNumber cycle,
        CycleKind kind,
        HostId target,
        @Nullable CycleTerms terms)
        implements HostCommand {
    /** Everything, at any speed. */
    public RunReplicaCycle(
            HostId host,
            CommandId command,
            RelationshipId relationship,
            VmId vm,
            CycleNumber cycle,
            CycleKind kind,
            HostId target) {
        this(host, command, relationship, vm, cycle, kind, target, null);
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RunReplicaCycle {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("cycle", cycle);
        Require.present("kind", kind);
        Require.present("target", target);
        if (host.equals(target)) {
            throw new IllegalArgumentException(
                    "host and target are both " + host + "; a host cannot be its own replica");
        }
    }
}
