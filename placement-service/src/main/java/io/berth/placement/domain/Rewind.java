package io.berth.placement.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Takes a domain back in time, one decision after the other, the newest first. */
public final class Rewind {
    private final Map<HostId, HostRow> hosts = new HashMap<>();
    private final Map<VmId, VmRow> vms = new HashMap<>();
    private final Map<OperationId, OperationRow> operations = new HashMap<>();

    /**
     * From the rows as they are now.
     *
     * @param operations those that are open
     */
    public Rewind(
            Collection<HostRow> hosts, Collection<VmRow> vms, Collection<OperationRow> operations) {
        hosts.forEach(row -> this.hosts.put(row.host(), row));
        vms.forEach(row -> this.vms.put(row.vm(), row));
        operations.forEach(row -> this.operations.put(row.id(), row));
    }

    /** Takes the newest decision back that has not been taken back. */
    public void undo(Before before) {
        before.newHosts().forEach(hosts::remove);
        before.hosts().forEach(row -> hosts.put(row.host(), row));
        before.newVms().forEach(vms::remove);
        before.vms().forEach(row -> vms.put(row.vm(), row));
        before.newOperations().forEach(operations::remove);
        before.operations().forEach(row -> operations.put(row.id(), row));
    }

    /** The domain as it was, with its hosts as they were specified and measured then. */
    public DomainState state(DomainId domain, Collection<HostDescription> descriptions) {
        return DomainState.restore(
                domain, descriptions, hosts.values(), vms.values(), operations.values());
    }
}
