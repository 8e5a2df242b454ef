package io.berth.inventory.rest;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.domain.HostDraft;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host that is wished for outside any cluster. */
public record StandaloneHostRequest(
        @Nullable String id,
        @Nullable String group,
        @Nullable String site,
        @Nullable Integer cores,
        @Nullable Long memoryMiB,
        @Nullable ReserveRequest reserve,
        @Nullable HypervisorBody hypervisor,
        @Nullable HardwareBody hardware,
        @Nullable Boolean force) {
    /** The request in typed values. */
    public record Read(HostDraft host, HostGroupId group, SiteId site) {}

    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<Read> read(StandaloneHostRequest request, Fields fields) {
        var host =
                HostRequest.read(
                        new HostRequest(
                                request.id,
                                request.cores,
                                request.memoryMiB,
                                request.reserve,
                                request.hypervisor,
                                request.hardware,
                                request.force),
                        fields);
        var group = fields.read("group", request.group, HostGroupId::new);
        var site = fields.read("site", request.site, SiteId::new);
        return () -> new Read(host.get(), group.get(), site.get());
    }
}
