package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * What came of an operation that was ordered. Of two of the same command the later one holds: a
 * host that was given up may have done it after all, and say so.
 *
 * @param snapshot which one; absent where the action is about none
 * @param host was told to
 * @param epoch at which it held the VM
 * @param detail for people; empty when there is nothing to add
 */
@EventType("io.berth.placement.vm-operation-settled.v1")
public record VmOperationSettled(
        VmId vm,
        DomainId domain,
        CommandId command,
        VmAction action,
        @Nullable SnapshotName snapshot,
        HostId host,
        Epoch epoch,
        Outcome outcome,
        String detail)
        implements PlacementDecision {
    /** What came of it. */
    public enum Outcome {
        /** The host has done it. */
        DONE,
        /** The host refused, or could not. */
        REFUSED_BY_HOST,
        /** The VM was stopped, or lost with its host, before the host answered. */
        INTERRUPTED,
        /** The host did not answer in time; it may have done it all the same. */
        TIMED_OUT
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmOperationSettled {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("command", command);
        Require.present("action", action).check(snapshot);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("outcome", outcome);
        Require.text("detail", detail, 512);
    }
}
