package io.berth.inventory.domain.network;

import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.NetworkSite;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a logical network must keep to. Subnets of one network must not overlap on a site, since one
 * address would mean two machines; those of different networks may, since isolated networks often
 * use the same private addresses. A VLAN of a site belongs to one network: two would be one.
 */
public final class LogicalNetworks {
    private LogicalNetworks() {}

    private record Placed(String pointer, SiteId site, Subnet subnet) {}

    /**
     * All that is wrong with a network.
     *
     * @param others all other networks
     */
    public static List<Located> refusals(
            LogicalNetworkState wished, Collection<LogicalNetworkState> others) {
        List<Located> refusals = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        Set<List<@Nullable Object>> vlans = new HashSet<>();
        for (int i = 0; i < wished.sites().size(); i++) {
            NetworkSite site = wished.sites().get(i);
            String at = "/sites/" + i;
            List<@Nullable Object> vlan = new ArrayList<>();
            vlan.add(site.site());
            vlan.add(site.vlan());
            if (!vlans.add(vlan)) {
                refusals.add(
                        new Located(
                                at + "/vlan",
                                new NetworkRefusal.VlanNamedTwice(site.site(), site.vlan())));
            }
            refusals.addAll(vlanOfOthers(site, at, others));
            for (int j = 0; j < site.subnets().size(); j++) {
                place(site.site(), site.subnets().get(j), at + "/subnets/" + j, placed, refusals);
            }
        }
        return refusals;
    }

    /** What a change of a network would take from its pools. */
    public static List<Located> losses(
            LogicalNetworkState wished, Collection<AddressPoolState> pools) {
        List<Located> refusals = new ArrayList<>();
        for (AddressPoolState pool : pools) {
            if (!subnets(wished, pool.site()).contains(pool.subnet())) {
                refusals.add(
                        new Located(
                                "/sites",
                                new NetworkRefusal.SubnetInUse(
                                        pool.pool(), pool.site(), pool.subnet())));
            }
        }
        return refusals;
    }

    /** The subnets of a network on a site, in canonical form. */
    public static List<String> subnets(LogicalNetworkState network, SiteId site) {
        return network.sites().stream()
                .filter(part -> part.site().equals(site))
                .flatMap(part -> part.subnets().stream())
                .toList();
    }

    /** The site with its subnets in canonical form; a text that is no subnet is left as it is. */
    public static NetworkSite canonical(NetworkSite site) {
        return new NetworkSite(
                site.site(),
                site.vlan(),
                site.subnets().stream().map(LogicalNetworks::canonical).distinct().toList());
    }

    /** The subnet in canonical form; a text that is none is left as it is. */
    static String canonical(String subnet) {
        try {
            return Subnet.parse(subnet).toString();
        } catch (IllegalArgumentException e) {
            return subnet;
        }
    }

    private static void place(
            SiteId site, String text, String at, List<Placed> placed, List<Located> refusals) {
        Subnet subnet;
        try {
            subnet = Subnet.parse(text);
        } catch (IllegalArgumentException e) {
            InventoryRefusal refusal =
                    new NetworkRefusal.InvalidSubnet(text, String.valueOf(e.getMessage()));
            refusals.add(new Located(at, refusal));
            return;
        }
        for (Placed other : placed) {
            if (other.site.equals(site) && other.subnet.overlaps(subnet)) {
                refusals.add(
                        new Located(
                                at,
                                new NetworkRefusal.SubnetsOverlap(
                                        site, subnet.toString(), other.subnet.toString())));
            }
        }
        placed.add(new Placed(at, site, subnet));
    }

    private static List<Located> vlanOfOthers(
            NetworkSite site, String at, Collection<LogicalNetworkState> others) {
        Long vlan = site.vlan();
        if (vlan == null) {
            return List.of();
        }
        return others.stream()
                .filter(other ->
                        other.sites().stream()
                                .anyMatch(part ->
                                        part.site().equals(site.site())
                                                && vlan.equals(part.vlan())))
                .map(other ->
                        new Located(
                                at + "/vlan",
                                new NetworkRefusal.VlanInUse(site.site(), vlan, other.network())))
                .toList();
    }
}
