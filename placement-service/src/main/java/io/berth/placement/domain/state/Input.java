package io.berth.placement.domain.state;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.placement.domain.ledger.HostDescription;
import java.util.List;

/** Whatever makes placement look at a domain. */
public sealed interface Input {
    /** Somebody wishes a VM to run or to stop. */
    record Requested(PlacementRequest request) implements Input {}

    /** The monitor has found something out about a host. */
    record NodeFact(NodeEvent event) implements Input {}

    /** An agent reports what it observed or did. */
    record Reported(HostReport report) implements Input {}

    /** Inventory's hosts of this domain, or their measured loads, are now these: the whole list. */
    record HostsDescribed(List<HostDescription> hosts) implements Input {
        /** Takes a copy. */
        public HostsDescribed {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * Patch operations may go on. What is asked of the cluster comes with it, since its reserve is
     * no row of placement.
     *
     * @param stopped the VMs that are stopped and that inventory has: they count for the reserve
     */
    record PatchTurn(ClusterState cluster, List<VmId> stopped) implements Input {
        /** Takes a copy. */
        public PatchTurn {
            stopped = List.copyOf(stopped);
        }
    }

    /** The deadlines of these VMs may have passed. */
    record DeadlinesPassed(List<VmId> vms) implements Input {
        /** Takes a copy. */
        public DeadlinesPassed {
            vms = Require.list("vms", vms, Integer.MAX_VALUE);
        }
    }
}
