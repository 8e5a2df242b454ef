package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical network on one site. A network with several VLANs on a site has one of these for each.
 *
 * @param vlan the VLAN identifier; absent where its frames are not tagged
 * @param subnets in CIDR form, such as {@code 10.1.0.0/24}
 */
public record NetworkSite(SiteId site, @Nullable Long vlan, List<String> subnets) {
    /** Highest VLAN identifier; 0 and 4095 are kept by IEEE 802.1Q. */
    public static final int MAX_VLAN = 4094;

    /** Most subnets of one VLAN. */
    public static final int MAX_SUBNETS = 64;

    /** Longest subnet: an IPv6 address written out, a slash and three digits. */
    public static final int MAX_SUBNET = 43;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or something stands
     *     there twice
     */
    public NetworkSite {
        Require.present("site.site", site);
        Require.optionalRange("site.vlan", vlan, 1, MAX_VLAN);
        subnets = Require.distinct("site.subnets", subnets, MAX_SUBNETS);
        subnets.forEach(subnet -> Require.text("site.subnets[]", subnet, MAX_SUBNET));
    }
}
