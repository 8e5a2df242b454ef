package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What settings are judged by, as far as the drafts name it.
 *
 * @param disks names of each VM's disks; a VM of which none are known is not in it
 * @param sourceSites where each VM may run: the sites of all hosts of its domain
 * @param hostSites the site of each host
 * @param forests the forest of each site of which somebody has said it
 * @param extended the relationships whose replica is to be copied on
 * @param extensions by which relationship a replica is copied on already, of those that are
 */
public record KnownEnds(
        Map<VmId, List<String>> disks,
        Map<VmId, Set<SiteId>> sourceSites,
        Map<HostId, SiteId> hostSites,
        Map<SiteId, String> forests,
        Map<RelationshipId, Relationship> extended,
        Map<RelationshipId, RelationshipId> extensions) {
    /** Nothing is known. */
    public static final KnownEnds NONE =
            new KnownEnds(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /** Takes copies. */
    public KnownEnds {
        disks = Map.copyOf(disks);
        sourceSites = Map.copyOf(sourceSites);
        hostSites = Map.copyOf(hostSites);
        forests = Map.copyOf(forests);
        extended = Map.copyOf(extended);
        extensions = Map.copyOf(extensions);
    }
}
