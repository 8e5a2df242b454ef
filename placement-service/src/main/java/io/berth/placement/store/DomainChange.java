package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Map;

/**
 * What one transaction changes in one domain: each row once, as it ends up.
 *
 * @param partition the partition of the domain's topics
 * @param fence the version that the decision was made from
 * @param leaving the VMs of those that the domain has let go of, and for which other domain
 */
public record DomainChange(
        DomainId domain,
        int partition,
        Fence fence,
        List<HostRow> hosts,
        List<VmRow> vms,
        Map<VmId, DomainId> leaving,
        List<OperationRow> operations) {
    /** Takes copies. */
    public DomainChange {
        hosts = List.copyOf(hosts);
        vms = List.copyOf(vms);
        leaving = Map.copyOf(leaving);
        operations = List.copyOf(operations);
    }
}
