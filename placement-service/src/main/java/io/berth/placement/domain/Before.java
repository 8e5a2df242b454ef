package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a decision found in the rows that it changed. With it a later state of the domain can be
 * taken back to the one that the decision was made from; see {@link Rewind}.
 *
 * @param hosts rows as they were
 * @param newHosts hosts that had no row
 * @param vms rows as they were
 * @param newVms VMs that had no row
 */
public record Before(
        List<HostRow> hosts, List<HostId> newHosts, List<VmRow> vms, List<VmId> newVms) {
    /** Takes copies. */
    public Before {
        hosts = List.copyOf(hosts);
        newHosts = List.copyOf(newHosts);
        vms = List.copyOf(vms);
        newVms = List.copyOf(newVms);
    }

    /** Of a decision that has not yet been applied to this state. */
    public static Before of(DomainState state, Verdict.Decision decision) {
        Map<HostId, HostRow> hosts = new LinkedHashMap<>();
        Set<HostId> newHosts = new LinkedHashSet<>();
        Map<VmId, VmRow> vms = new LinkedHashMap<>();
        Set<VmId> newVms = new LinkedHashSet<>();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(HostRow row) -> {
                    HostRow was = state.host(row.host());
                    if (was == null) {
                        newHosts.add(row.host());
                    } else {
                        hosts.put(row.host(), was);
                    }
                }
                case Outcome.VmChanged(VmRow row) -> {
                    VmRow was = state.vm(row.vm());
                    if (was == null) {
                        newVms.add(row.vm());
                    } else {
                        vms.put(row.vm(), was);
                    }
                }
                case Outcome.HostsRedescribed _, Outcome.Announced _, Outcome.Commanded _ -> {
                    // Neither changes a row.
                }
            }
        }
        return new Before(
                new ArrayList<>(hosts.values()),
                new ArrayList<>(newHosts),
                new ArrayList<>(vms.values()),
                new ArrayList<>(newVms));
    }
}
