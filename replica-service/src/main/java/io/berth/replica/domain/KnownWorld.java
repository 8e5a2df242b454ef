package io.berth.replica.domain;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.util.Map;
import java.util.Set;

/**
 * What creating relationships is decided from, as far as the drafts name it.
 *
 * @param vms the domain that places each VM
 * @param hosts the domain of each host
 * @param running the host that runs each VM, of those that run
 * @param existing relationships that exist
 * @param replicated the relationship that replicates each VM, of those that are replicated
 * @param lastCycles the last cycle of relationships that were removed
 * @param ends what settings are judged by
 */
public record KnownWorld(
        Map<VmId, DomainId> vms,
        Map<HostId, DomainId> hosts,
        Map<VmId, HostId> running,
        Set<RelationshipId> existing,
        Map<VmId, RelationshipId> replicated,
        Map<RelationshipId, CycleNumber> lastCycles,
        KnownEnds ends) {
    /** Nothing is known that settings are judged by. */
    public KnownWorld(
            Map<VmId, DomainId> vms,
            Map<HostId, DomainId> hosts,
            Map<VmId, HostId> running,
            Set<RelationshipId> existing,
            Map<VmId, RelationshipId> replicated,
            Map<RelationshipId, CycleNumber> lastCycles) {
        this(vms, hosts, running, existing, replicated, lastCycles, KnownEnds.NONE);
    }

    /** Takes copies. */
    public KnownWorld {
        vms = Map.copyOf(vms);
        hosts = Map.copyOf(hosts);
        running = Map.copyOf(running);
        existing = Set.copyOf(existing);
        replicated = Map.copyOf(replicated);
        lastCycles = Map.copyOf(lastCycles);
    }
}
