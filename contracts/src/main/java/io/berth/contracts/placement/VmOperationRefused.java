package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Placement has not ordered what was asked for, and will not: nothing has happened to the VM.
 *
 * @param snapshot which one; absent where the action is about none
 * @param detail for people: what was found instead
 */
@EventType("io.berth.placement.vm-operation-refused.v1")
public record VmOperationRefused(
        VmId vm,
        DomainId domain,
        CommandId command,
        VmAction action,
        @Nullable SnapshotName snapshot,
        Reason reason,
        String detail)
        implements PlacementDecision {
    /** Why not. */
    public enum Reason {
        /** Nobody has asked to run the VM in this domain. */
        UNKNOWN_VM,
        /** No host has reported it running, or it is to run there no longer. */
        NOT_RUNNING,
        /** Its host is silent, or no grant is in force there. */
        HOST_NOT_READY,
        /** It executes, is paused or is saved, and the action is not possible then. */
        WRONG_STATE,
        /** Another operation on it is under way. */
        BUSY,
        /** The request is older than its author allows. */
        EXPIRED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmOperationRefused {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("command", command);
        Require.present("action", action).check(snapshot);
        Require.present("reason", reason);
        Require.text("detail", detail, 512);
    }
}
