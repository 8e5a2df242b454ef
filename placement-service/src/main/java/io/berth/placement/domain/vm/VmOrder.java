package io.berth.placement.domain.vm;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.placement.VmOperationSettled.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The newest operation that the host of a VM was told to carry out.
 *
 * @param outcome what came of it; absent while the host has not answered. It is remembered so that
 *     a request or an answer that comes twice is known again
 */
public record VmOrder(
        CommandId command,
        VmAction action,
        @Nullable SnapshotName snapshot,
        @Nullable Outcome outcome) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public VmOrder {
        Require.present("command", command);
        Require.present("action", action).check(snapshot);
    }

    /** Whether its host has still to answer. */
    boolean open() {
        return outcome == null;
    }

    /** Whether an answer would say something new: the first, or one that was given up. */
    public boolean awaitsAnswer() {
        return outcome == null || outcome == Outcome.TIMED_OUT;
    }

    /** The same with what came of it. */
    public VmOrder ended(Outcome how) {
        return new VmOrder(command, action, snapshot, how);
    }
}
