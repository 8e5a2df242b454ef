package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.messaging.Assignments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM as it is shown.
 *
 * @param assignment where it is meant to run, as placement said last; absent while placement has
 *     not decided, and while {@code assignmentsLoaded} is false
 * @param assignmentsLoaded whether this instance has read all assignments since it started
 * @param advice what is allowed but will probably not do what was meant
 */
record VmView(
        String id,
        String domain,
        @Nullable String cluster,
        @Nullable String group,
        int vcpus,
        int cpuUtilisationPercent,
        long memoryMiB,
        boolean highlyAvailable,
        RestartPriority restartPriority,
        @Nullable String antiAffinitySet,
        WantedPower wanted,
        @Nullable AssignmentView assignment,
        boolean assignmentsLoaded,
        List<Advice> advice,
        long revision) {
    /** Where a VM is meant to run. */
    record AssignmentView(@Nullable String host, long epoch, AssignmentState state, long revision) {
        static AssignmentView of(VmAssignment assignment) {
            HostId host = assignment.host();
            return new AssignmentView(
                    host == null ? null : host.value(),
                    assignment.epoch().value(),
                    assignment.state(),
                    assignment.revision());
        }
    }

    static VmView of(Vm vm, Assignments assignments) {
        VmSpec spec = vm.spec();
        String cluster = null;
        String group = null;
        switch (vm.home()) {
            case VmHome.InCluster(ClusterId id) -> cluster = id.value();
            case VmHome.InGroup(HostGroupId id) -> group = id.value();
        }
        return new VmView(
                vm.id().value(),
                vm.home().domain().value(),
                cluster,
                group,
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory().value(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                vm.wanted(),
                assignments.of(vm.id()).map(AssignmentView::of).orElse(null),
                assignments.isLoaded(),
                vm.advice(),
                vm.revision().value());
    }
}
