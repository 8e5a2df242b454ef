package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SiteId;
import java.util.List;

/**
 * A cluster that somebody wishes to have, with its hosts.
 *
 * @param nodeFailureReserve R, not yet judged
 */
public record ClusterDraft(
        ClusterId id,
        HostGroupId group,
        SiteId site,
        int nodeFailureReserve,
        List<HostDraft> hosts) {
    /** Copies the list. */
    public ClusterDraft {
        hosts = List.copyOf(hosts);
    }
}
