package io.berth.inventory.rest;

import io.berth.inventory.domain.VmOperation;
import io.berth.inventory.domain.VmTask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a VM as it is shown.
 *
 * @param number for paging
 * @param snapshot absent where it is about none
 * @param host was told to; absent before
 * @param epoch at which the host held the VM; absent with the host
 * @param endedAt absent while it is under way
 * @param reason why it was refused or failed; absent otherwise
 * @param detail for people; empty when there is nothing to add
 */
record VmTaskView(
        String id,
        long number,
        String vm,
        String operation,
        @Nullable String snapshot,
        VmTask.State state,
        Instant askedAt,
        String askedBy,
        @Nullable String host,
        @Nullable Long epoch,
        @Nullable Instant endedAt,
        @Nullable String reason,
        String detail) {
    static VmTaskView of(VmTask task) {
        return new VmTaskView(
                task.id().value(),
                task.number(),
                task.vm().value(),
                VmOperation.of(task.action()).label(),
                task.snapshot() == null ? null : task.snapshot().value(),
                task.state(),
                task.askedAt(),
                task.askedBy().value(),
                task.host() == null ? null : task.host().value(),
                task.epoch() == null ? null : task.epoch().value(),
                task.endedAt(),
                task.reason(),
                task.detail());
    }

    /** Where it can be read again. */
    String path() {
        return "/api/v1/vms/" + vm + "/operations/" + id;
    }
}
