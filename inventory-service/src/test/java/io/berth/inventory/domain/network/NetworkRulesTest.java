package io.berth.inventory.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MacPoolId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.contracts.inventory.NetworkSite;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.inventory.domain.Located;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRulesTest {
    private static final SiteId BONN = new SiteId("bonn");
    private static final LogicalNetworkState NETWORK =
            network(
                    "tenants",
                    site("bonn", 110L, "10.1.0.0/24", "2001:db8::/64"),
                    site("koeln", 110L, "10.1.0.0/24"));

    @Test
    void acceptsANetworkOfTwoSites() {
        assertThat(LogicalNetworks.refusals(NETWORK, List.of())).isEmpty();
    }

    @Test
    void refusesSubnetsThatOverlapOnASite() {
        assertThat(
                        codes(
                                LogicalNetworks.refusals(
                                        network(
                                                "n",
                                                site("bonn", 1L, "10.0.0.0/8", "10.1.0.0/16"),
                                                site("bonn", 2L, "10.2.0.0/16"),
                                                site("koeln", 1L, "10.3.0.0/16")),
                                        List.of())))
                .containsExactly(
                        "/sites/0/subnets/1 subnets-overlap", "/sites/1/subnets/0 subnets-overlap");
    }

    @Test
    void refusesEverySubnetThatIsNone() {
        assertThat(
                        codes(
                                LogicalNetworks.refusals(
                                        network("n", site("bonn", null, "10.1.0.1/24", "x")),
                                        List.of())))
                .containsExactly(
                        "/sites/0/subnets/0 invalid-subnet", "/sites/0/subnets/1 invalid-subnet");
    }

    @ParameterizedTest
    @CsvSource({"bonn, 110, true", "bonn, 111, false", "berlin, 110, false"})
    void refusesAVlanOfAnotherNetworkOnTheSameSite(String site, long vlan, boolean refused) {
        assertThat(
                        codes(
                                LogicalNetworks.refusals(
                                        network("n", site(site, vlan)), List.of(NETWORK))))
                .isEqualTo(refused ? List.of("/sites/0/vlan vlan-in-use") : List.of());
    }

    @Test
    void twoNetworksMayGoWithoutAVlan() {
        assertThat(
                        LogicalNetworks.refusals(
                                network("n", site("bonn", null)),
                                List.of(network("m", site("bonn", null)))))
                .isEmpty();
        assertThat(
                        codes(
                                LogicalNetworks.refusals(
                                        network("n", site("bonn", null), site("bonn", null)),
                                        List.of())))
                .containsExactly("/sites/1/vlan vlan-named-twice");
    }

    @Test
    void aSubnetWithAPoolStays() {
        AddressPoolState pool = pool("10.1.0.0/24", "10.1.0.10", "10.1.0.20", null);

        assertThat(LogicalNetworks.losses(NETWORK, List.of(pool))).isEmpty();
        assertThat(
                        codes(
                                LogicalNetworks.losses(
                                        network("tenants", site("koeln", 110L, "10.1.0.0/24")),
                                        List.of(pool))))
                .containsExactly("/sites subnet-in-use");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10.1.0.0/24,   10.1.0.1,    10.1.0.254,  -,           -",
                "10.1.0.0/24,   10.1.0.10,   10.1.0.10,   10.1.0.1,    -",
                "10.1.0.0/24,   10.1.0.0,    10.1.0.9,    -,           /first outside-subnet",
                "10.1.0.0/24,   10.1.0.1,    10.1.0.255,  -,           /last outside-subnet",
                "10.1.0.0/24,   10.1.0.9,    10.1.0.1,    -,           /last reversed-range",
                "10.1.0.0/24,   10.1.0.1,    10.1.0.9,    10.1.1.1,    /gateway outside-subnet",
                "10.1.0.0/24,   10.1.0.1,    10.1.0.9,    gw,          /gateway invalid-address",
                "10.1.0.0/24,   10.1.0.1,    2001:db8::1, -,           /last outside-subnet",
                "10.2.0.0/24,   10.2.0.1,    10.2.0.9,    -,           /subnet"
                        + " subnet-not-of-network",
                "10.1.0.0,      10.1.0.1,    10.1.0.9,    -,           /subnet invalid-subnet",
                "10.1.0.0/24,   10.1.0.1,    10.1.0.1,    10.1.0.1,    /reserved pool-empty",
                "2001:db8::/64, 2001:db8::1, 2001:db8::100:0, -,       -",
                "2001:db8::/64, 2001:db8::1, 2001:db8::100:1, -,       /last pool-too-large",
                "2001:db8::/64, 2001:db8::,  2001:db8::1, -,           /first outside-subnet"
            })
    void aPoolLiesInItsSubnet(
            String subnet,
            String first,
            String last,
            @Nullable String gateway,
            @Nullable String refusal) {
        assertThat(
                        codes(
                                AddressPools.refusals(
                                        pool(subnet, first, last, gateway), NETWORK, List.of())))
                .isEqualTo(refusal == null ? List.of() : List.of(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.1,  10.1.0.9,  false",
        "10.1.0.1,  10.1.0.10, true",
        "10.1.0.12, 10.1.0.13, true",
        "10.1.0.20, 10.1.0.30, true",
        "10.1.0.21, 10.1.0.30, false"
    })
    void poolsDoNotOverlap(String first, String last, boolean refused) {
        AddressPoolState other =
                new AddressPoolState(
                        new AddressPoolId("other"),
                        "other",
                        NETWORK.network(),
                        BONN,
                        "10.1.0.0/24",
                        "10.1.0.10",
                        "10.1.0.20",
                        null,
                        List.of(),
                        List.of(),
                        1);
        assertThat(
                        codes(
                                AddressPools.refusals(
                                        pool("10.1.0.0/24", first, last, null),
                                        NETWORK,
                                        List.of(other))))
                .isEqualTo(refused ? List.of("/first pools-overlap") : List.of());
    }

    @Test
    void doesNotLeaseWhatIsReservedOrAnotherMachines() {
        AddressPoolState pool =
                new AddressPoolState(
                        new AddressPoolId("p"),
                        "p",
                        NETWORK.network(),
                        BONN,
                        "10.1.0.0/24",
                        "10.1.0.1",
                        "10.1.0.9",
                        "10.1.0.1",
                        List.of("10.1.0.2", "192.0.2.1"),
                        List.of("10.1.0.5"),
                        1);

        assertThat(AddressPools.refusals(pool, NETWORK, List.of())).isEmpty();
        assertThat(AddressPools.leasable(pool))
                .extracting(span -> AddressPools.text(pool, span.first()))
                .containsExactly("10.1.0.3", "10.1.0.6");
        assertThat(AddressPools.leasable(pool))
                .extracting(Span::size)
                .containsExactly(BigInteger.TWO, BigInteger.valueOf(4));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "02:15:5d:00:00:00, 02:15:5d:ff:ff:ff, -",
                "02:15:5d:00:00:00, 02:15:5e:00:00:00, /last pool-too-large",
                "02:15:5d:80:00:00, 02:15:5e:00:00:ff, -",
                "00:15:5d:80:00:00, 00:15:5d:80:00:ff, -",
                "00:15:5d:80:00:00, 00:15:5e:00:00:ff, /last foreign-mac-prefix",
                "00:1b:21:00:00:00, 00:1b:21:00:00:ff, /first foreign-mac-prefix",
                "03:15:5d:00:00:00, 03:15:5d:00:00:ff, /first multicast-mac",
                "02:15:5d:00:00:09, 02:15:5d:00:00:01, /last reversed-range",
                "02:15:5d:00:00,    02:15:5d:00:00:01, /first invalid-address"
            })
    void aMacPoolKeepsToItsPrefix(String first, String last, @Nullable String refusal) {
        List<String> refusals =
                codes(
                        MacPools.refusals(
                                new MacPoolState(new MacPoolId("p"), "p", first, last, 1),
                                List.of()));
        if (refusal == null) {
            assertThat(refusals).isEmpty();
        } else {
            assertThat(refusals).contains(refusal);
        }
    }

    @Test
    void switchesOfTheSameNamesDoNotDiffer() {
        assertThat(
                        SwitchNames.compare(
                                Map.of(
                                        new HostId("a"), List.of(on("VMs", "n"), on("Backup")),
                                        new HostId("b"), List.of(on("Backup"), on("VMs", "n")))))
                .isEmpty();
        assertThat(SwitchNames.compare(Map.of())).isEmpty();
        assertThat(SwitchNames.compare(Map.of(new HostId("a"), List.of(on("VMs"))))).isEmpty();
    }

    @Test
    void tellsHowSwitchesDiffer() {
        assertThat(
                        SwitchNames.compare(
                                Map.of(
                                        new HostId("a"), List.of(on("VMs", "n", "m")),
                                        new HostId("b"), List.of(on("VMs", "m")),
                                        new HostId("c"), List.of(on("vms "), on("X"), on("X")))))
                .extracting(SwitchNames.Difference::text)
                .containsExactly(
                        "Host c has 2 switches 'X'.",
                        "Switch 'VMs' is on a, b and not on c, where 'vms ' is.",
                        "Switch 'VMs' carries network n on a and not on b.",
                        "Switch 'X' is on c and not on a, b.",
                        "Switch 'vms ' is on c and not on a, b, where 'VMs' is.");
    }

    private static VirtualSwitch on(String name, String... networks) {
        return new VirtualSwitch(
                name, null, Stream.of(networks).map(LogicalNetworkId::new).toList());
    }

    private static AddressPoolState pool(
            String subnet, String first, String last, @Nullable String gateway) {
        return new AddressPoolState(
                new AddressPoolId("p"),
                "p",
                NETWORK.network(),
                BONN,
                subnet,
                first,
                last,
                gateway,
                List.of(),
                List.of(),
                1);
    }

    private static LogicalNetworkState network(String id, NetworkSite... sites) {
        return new LogicalNetworkState(new LogicalNetworkId(id), id, null, List.of(sites), 1);
    }

    private static NetworkSite site(String site, @Nullable Long vlan, String... subnets) {
        return new NetworkSite(new SiteId(site), vlan, List.of(subnets));
    }

    private static List<String> codes(List<Located> refusals) {
        return refusals.stream()
                .map(located -> located.pointer() + " " + located.refusal().wording().code())
                .toList();
    }
}
