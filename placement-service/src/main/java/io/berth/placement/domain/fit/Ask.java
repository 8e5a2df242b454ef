package io.berth.placement.domain.fit;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.VmRow;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * One VM that a host is sought for: what it has in common with its like, and what is its own.
 *
 * @param requirement what VMs of its shape ask for
 * @param start its place on the ring
 * @param owners the only hosts that may run it; empty when any may
 * @param unknownOwners those of them that are not known in the domain
 * @param preferred the hosts that should run it, best first
 * @param partners for each host that holds a VM of the same anti-affinity set one such VM
 * @param companions for each host that holds a VM of the same affinity set, and that can take VMs,
 *     one such VM
 */
public record Ask(
        VmRow vm,
        Requirement requirement,
        long start,
        List<HostId> owners,
        List<HostId> unknownOwners,
        List<HostId> preferred,
        Map<HostId, VmId> partners,
        NavigableMap<HostId, VmId> companions) {
    /** The companions of a VM that need not share a host with any. */
    public static final NavigableMap<HostId, VmId> NOBODY = Collections.emptyNavigableMap();

    /** Of a VM that need not share a host with any. */
    public Ask(
            VmRow vm,
            Requirement requirement,
            long start,
            List<HostId> owners,
            List<HostId> unknownOwners,
            List<HostId> preferred,
            Map<HostId, VmId> partners) {
        this(vm, requirement, start, owners, unknownOwners, preferred, partners, NOBODY);
    }

    /** The same of a VM that asks for this instead. */
    public Ask asking(Requirement other) {
        return new Ask(vm, other, start, owners, unknownOwners, preferred, partners, companions);
    }

    /** The only hosts that it may go to for being kept together with others; empty for any. */
    public Set<HostId> boundTo() {
        return requirement.waived().contains(SoftRule.AFFINITY) ? Set.of() : companions.keySet();
    }

    /** Whether the domain's hosts may run it for all that is said of owners. */
    boolean mayBeOn(HostId host) {
        return owners.isEmpty() || owners.contains(host);
    }

    /** Hosts that stand open to its like, but not to this one. */
    public Set<HostId> closedTo() {
        HostId present = vm.host();
        if (partners.isEmpty() && vm.excluded().isEmpty() && present == null) {
            return Set.of();
        }
        Set<HostId> closed = new HashSet<>(partners.keySet());
        closed.addAll(vm.excluded());
        if (present != null) {
            closed.add(present);
        }
        return closed;
    }

    /**
     * How early a host is preferred: 0 for the first, the number of preferred ones for all others.
     */
    public int preference(HostId host) {
        int at = preferred.indexOf(host);
        return at < 0 ? preferred.size() : at;
    }
}
