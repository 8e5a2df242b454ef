package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.domain.ClusterDraft;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cluster that is wished for, with its hosts. */
public record ClusterRequest(
        @Nullable String id,
        @Nullable String group,
        @Nullable String site,
        @Nullable Integer nodeFailureReserve,
        @Nullable List<HostRequest> hosts) {
    /** Most hosts that are read; how many a cluster may have is the domain's to say. */
    static final int MAX_HOSTS = 1000;

    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<ClusterDraft> read(ClusterRequest request, Fields fields) {
        var id = fields.read("id", request.id, ClusterId::new);
        var group = fields.read("group", request.group, HostGroupId::new);
        var site = fields.read("site", request.site, SiteId::new);
        var reserve = fields.present("nodeFailureReserve", request.nodeFailureReserve);
        var hosts = fields.list("hosts", request.hosts, MAX_HOSTS, HostRequest::read);
        return () ->
                new ClusterDraft(id.get(), group.get(), site.get(), reserve.get(), hosts.get());
    }
}
