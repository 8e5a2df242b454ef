package io.berth.inventory.rest.network;

import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.NetworkSite;
import io.berth.inventory.domain.network.LogicalNetworks;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A logical network that is wished for. */
record LogicalNetworkRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable String description,
        @Nullable List<@Nullable SiteRequest> sites) {

    /**
     * The network on a site.
     *
     * @param vlan absent where frames are not tagged
     * @param subnets none when absent
     */
    record SiteRequest(
            @Nullable String site, @Nullable Long vlan, @Nullable List<@Nullable String> subnets) {
        private static Supplier<NetworkSite> read(SiteRequest request, Fields fields) {
            var site = fields.read("site", request.site, SiteId::new);
            Long vlan = request.vlan;
            if (vlan != null) {
                fields.range("vlan", vlan, 1, NetworkSite.MAX_VLAN);
            }
            var subnets =
                    Texts.distinct(
                            "subnets",
                            request.subnets,
                            NetworkSite.MAX_SUBNETS,
                            Function.<String>identity(),
                            fields);
            return () ->
                    LogicalNetworks.canonical(new NetworkSite(site.get(), vlan, subnets.get()));
        }
    }

    static LogicalNetworkRequest of(LogicalNetworkState state) {
        return new LogicalNetworkRequest(
                state.network().value(),
                state.name(),
                state.description(),
                state.sites().stream()
                        .<@Nullable SiteRequest>map(site ->
                                new SiteRequest(
                                        site.site().value(),
                                        site.vlan(),
                                        Texts.some(site.subnets())))
                        .toList());
    }

    static Wish<LogicalNetworkId, LogicalNetworkState> read(
            LogicalNetworkRequest request, @Nullable LogicalNetworkId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, LogicalNetworkId::new, fields);
        var name = Texts.required("name", request.name, LogicalNetworkState.MAX_NAME, fields);
        var description =
                Texts.optional(
                        "description",
                        request.description,
                        LogicalNetworkState.MAX_DESCRIPTION,
                        fields);
        var sites =
                fields.list(
                        "sites", request.sites, LogicalNetworkState.MAX_SITES, SiteRequest::read);
        return new Wish<>(
                id,
                revision ->
                        new LogicalNetworkState(
                                id.get(), name.get(), description.get(), sites.get(), revision));
    }
}
