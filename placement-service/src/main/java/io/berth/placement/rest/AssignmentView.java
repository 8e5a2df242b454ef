package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import io.berth.placement.domain.VmOrder;
import io.berth.placement.store.Assignment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a VM is meant to run.
 *
 * @param host absent while it has none
 * @param standstill why its host holds it without executing it; absent where it executes
 * @param operation the newest that its host was told to carry out; without outcome while under way
 * @param deadline when placement looks at it again if nothing happens; absent when it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssignmentView(
        VmId vm,
        DomainId domain,
        AssignmentState state,
        @Nullable HostId host,
        Epoch epoch,
        VmSpec spec,
        @Nullable Standstill standstill,
        @Nullable VmOrder operation,
        @Nullable Instant deadline,
        long revision) {
    static AssignmentView of(Assignment assignment) {
        return new AssignmentView(
                assignment.row().vm(),
                assignment.domain(),
                assignment.row().state(),
                assignment.row().host(),
                assignment.row().epoch(),
                assignment.row().spec(),
                assignment.row().conduct().standstill(),
                assignment.row().conduct().order(),
                assignment.row().deadline(),
                assignment.row().revision());
    }
}
