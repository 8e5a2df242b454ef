package io.berth.inventory.domain;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked of the host of a VM, beside starting and stopping it, and what came of
 * it. Hard state.
 *
 * @param number rises with each one of a VM
 * @param snapshot which one it is about; absent where it is about none
 * @param host was told to; absent before, and where none was
 * @param epoch at which the host held the VM; absent with the host
 * @param endedAt absent while it is open
 * @param reason why it was refused or failed, as a constant of placement's; absent otherwise
 * @param detail for people; empty when there is nothing to add
 */
public record VmTask(
        CommandId id,
        long number,
        VmId vm,
        VmAction action,
        @Nullable SnapshotName snapshot,
        State state,
        Instant askedAt,
        Principal askedBy,
        @Nullable HostId host,
        @Nullable Epoch epoch,
        @Nullable Instant endedAt,
        @Nullable String reason,
        String detail) {
    /** Why one has failed of which placement has not said anything in time. */
    public static final String NO_ANSWER = "NO_ANSWER";

    /** Tasks of one VM that are kept; more than these nobody reads. */
    public static final int KEPT = 100;

    /** How far it is. */
    public enum State {
        /** Placement has been asked. */
        ASKED,
        /** The host has been told. */
        ORDERED,
        /** The host has done it. */
        DONE,
        /** Nothing was ordered. */
        REFUSED,
        /** The host refused, was lost, or did not answer in time. */
        FAILED
    }

    /** Whether its end is still to come. */
    public boolean open() {
        return state == State.ASKED || state == State.ORDERED;
    }
}
