package io.berth.inventory.rest;

import io.berth.contracts.ids.HostId;
import io.berth.inventory.domain.Cluster;
import java.util.List;

/**
 * A cluster as it is shown.
 *
 * @param nodes in the order of joining
 */
record ClusterView(
        String id,
        String group,
        String site,
        int nodeFailureReserve,
        List<String> nodes,
        long revision) {
    static ClusterView of(Cluster cluster) {
        return new ClusterView(
                cluster.id().value(),
                cluster.group().value(),
                cluster.site().value(),
                cluster.nodeFailureReserve(),
                cluster.nodes().stream().map(HostId::value).toList(),
                cluster.revision().value());
    }
}
