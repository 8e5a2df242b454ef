package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Where a VM is meant to run now.
 *
 * @param host absent while it has none
 * @param standstill why the VM does not execute though its host holds it; absent while it executes,
 *     and in every state but {@code RUNNING}
 * @param revision rises with every change of this VM's assignment; of two records the higher one
 *     holds
 */
@EventType("io.berth.placement.vm-assignment.v1")
public record VmAssignment(
        VmId vm,
        DomainId domain,
        @Nullable HostId host,
        Epoch epoch,
        AssignmentState state,
        long revision,
        @Nullable Standstill standstill)
        implements AssignmentEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmAssignment {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
        Require.present("state", state);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    /** Of a VM that executes where it runs. */
    public VmAssignment(
            VmId vm,
            DomainId domain,
            @Nullable HostId host,
            Epoch epoch,
            AssignmentState state,
            long revision) {
        this(vm, domain, host, epoch, state, revision, null);
    }

    @Override
    public String partitionKey() {
        return vm.value();
    }
}
