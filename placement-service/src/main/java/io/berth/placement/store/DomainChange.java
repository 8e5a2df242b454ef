package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;

/**
 * What one transaction changes in one domain: each row once, as it ends up.
 *
 * @param partition the partition of the domain's topics
 * @param fence the version that the decision was made from
 */
public record DomainChange(
        DomainId domain,
        int partition,
        Fence fence,
        List<HostRow> hosts,
        List<VmRow> vms,
        List<OperationRow> operations) {
    /** Takes copies. */
    public DomainChange {
        hosts = List.copyOf(hosts);
        vms = List.copyOf(vms);
        operations = List.copyOf(operations);
    }
}
