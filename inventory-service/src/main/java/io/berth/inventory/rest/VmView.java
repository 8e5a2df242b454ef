package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.domain.VmOperation;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.messaging.Assignments;
import io.berth.inventory.rest.VmSnapshotsResource.SnapshotView;
import io.berth.inventory.rest.VmSnapshotsResource.Snapshots;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A VM as it is shown.
 *
 * @param state where it is in its life; absent while {@code assignmentsLoaded} is false
 * @param possible the operations that are legal in this state
 * @param assignment where it is meant to run, as placement said last; absent while placement has
 *     not decided, and while {@code assignmentsLoaded} is false
 * @param assignmentsLoaded whether this instance has read all assignments since it started
 * @param snapshots oldest first
 * @param advice what is allowed but will probably not do what was meant
 */
public record VmView(
        String id,
        String domain,
        @Nullable String cluster,
        @Nullable String group,
        @JsonUnwrapped SpecificationBody specification,
        WantedPower wanted,
        @Nullable VmLifecycle state,
        List<String> possible,
        @Nullable AssignmentView assignment,
        boolean assignmentsLoaded,
        List<SnapshotView> snapshots,
        List<Advice> advice,
        long revision) {
    /** Where a VM is meant to run. */
    record AssignmentView(
            @Nullable String host,
            long epoch,
            AssignmentState state,
            @Nullable Standstill standstill,
            long revision) {
        static AssignmentView of(VmAssignment assignment) {
            HostId host = assignment.host();
            return new AssignmentView(
                    host == null ? null : host.value(),
                    assignment.epoch().value(),
                    assignment.state(),
                    assignment.standstill(),
                    assignment.revision());
        }
    }

    /** For sorting. */
    int vcpus() {
        return Objects.requireNonNull(specification.vcpus());
    }

    /** For sorting. */
    long memoryMiB() {
        return Objects.requireNonNull(specification.memoryMiB());
    }

    /** As it is shown. */
    public static VmView of(Vm vm, Assignments assignments) {
        String cluster = null;
        String group = null;
        switch (vm.home()) {
            case VmHome.InCluster(ClusterId id) -> cluster = id.value();
            case VmHome.InGroup(HostGroupId id) -> group = id.value();
        }
        VmLifecycle state =
                assignments.isLoaded()
                        ? VmLifecycle.of(vm.wanted(), assignments.of(vm.id()).orElse(null))
                        : null;
        return new VmView(
                vm.id().value(),
                vm.home().domain().value(),
                cluster,
                group,
                SpecificationBody.of(vm.spec()),
                vm.wanted(),
                state,
                state == null
                        ? List.of()
                        : VmOperation.legalIn(state).stream().map(VmOperation::label).toList(),
                assignments.of(vm.id()).map(AssignmentView::of).orElse(null),
                assignments.isLoaded(),
                Snapshots.of(vm),
                vm.advice(),
                vm.revision().value());
    }
}
