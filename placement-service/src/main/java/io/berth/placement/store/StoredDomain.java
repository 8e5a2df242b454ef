package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;

/** A domain as it was read: its rows, and the version under which they may be changed. */
public record StoredDomain(
        DomainId domain,
        Fence fence,
        List<HostRow> hosts,
        List<VmRow> vms,
        List<OperationRow> operations) {
    /** Takes copies. */
    public StoredDomain {
        hosts = List.copyOf(hosts);
        vms = List.copyOf(vms);
        operations = List.copyOf(operations);
    }
}
