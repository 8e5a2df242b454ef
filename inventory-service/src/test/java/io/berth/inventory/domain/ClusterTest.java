package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
    private static final HostGroupId GROUP = new HostGroupId("lab");
    private static final SiteId SITE = new SiteId("north");

    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "8,2", "8,7", "64,63"})
    void acceptsAReserveBelowTheNumberOfNodes(int nodes, int reserve) {
        Cluster.Formation formation = accepted(create("c1", reserve, hosts(nodes)));

        assertThat(formation.cluster().nodeFailureReserve()).isEqualTo(reserve);
        assertThat(formation.cluster().nodes()).hasSize(nodes);
        assertThat(formation.hosts())
                .allSatisfy(host -> {
                    assertThat(host.domain()).isEqualTo(new DomainId("c1"));
                    assertThat(host.group()).isEqualTo(GROUP);
                    assertThat(host.site()).isEqualTo(SITE);
                });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "2,3", "8,8", "8,100"})
    void refusesAReserveThatEqualsOrExceedsTheNumberOfNodes(int nodes, int reserve) {
        InventoryRefusal.Wording wording =
                only(
                                create("c1", reserve, hosts(nodes)),
                                InventoryRefusal.NodeFailureReserveTooHigh.class)
                        .wording();

        assertThat(wording.code()).isEqualTo("13803");
        assertThat(wording.detail())
                .isEqualTo(
                        "The cluster node failure reserve equals or exceeds the number of nodes in"
                                + " cluster c1");
        assertThat(wording.hint())
                .isEqualTo(
                        "Specify a cluster node failure reserve less than the number of nodes in"
                                + " the cluster and then try the operation again");
    }

    @Test
    void judgesAChangedReserveTheSameWay() {
        Cluster cluster = accepted(create("c1", 1, hosts(3))).cluster();

        assertThat(accepted(cluster.withNodeFailureReserve(2)).state().revision()).isEqualTo(2);
        only(cluster.withNodeFailureReserve(3), InventoryRefusal.NodeFailureReserveTooHigh.class);
        only(cluster.withNodeFailureReserve(-1), InventoryRefusal.OutOfRange.class);
    }

    @Test
    void takesMoreHostsInTheOrderOfJoining() {
        Cluster cluster = accepted(create("c1", 0, hosts(1))).cluster();

        Cluster.Formation grown = accepted(cluster.join(List.of(host("z"), host("a")), Set.of()));

        assertThat(grown.cluster().nodes())
                .containsExactly(new HostId("h0"), new HostId("z"), new HostId("a"));
        assertThat(grown.cluster().revision()).isEqualTo(new Revision(2));
        assertThat(grown.hosts()).extracting(Host::revision).containsOnly(Revision.FIRST);
    }

    @Test
    void refusesHostsThatExistOrStandTwiceAndSaysWhich() {
        assertThat(
                        refused(
                                Cluster.create(
                                        draft("c1", 0, List.of(host("a"), host("b"), host("a"))),
                                        true,
                                        false,
                                        Set.of(new HostId("b")))))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/hosts/1/id", "host-already-exists"),
                        tuple("/hosts/2/id", "host-named-twice"));
        Cluster cluster = accepted(create("c1", 0, hosts(1))).cluster();
        assertThat(refused(cluster.join(List.of(host("h0")), Set.of(new HostId("h0")))))
                .extracting(Located::pointer)
                .containsExactly("/0/id");
        only(cluster.join(List.of(), Set.of()), InventoryRefusal.NothingToDo.class);
    }

    @Test
    void refusesMoreNodesThanAClusterCanHold() {
        only(create("c1", 0, hosts(65)), InventoryRefusal.TooMany.class);
        Cluster full = accepted(create("c1", 0, hosts(64))).cluster();
        assertThat(
                        only(
                                        full.join(List.of(host("x")), Set.of()),
                                        InventoryRefusal.TooMany.class)
                                .count())
                .isEqualTo(65);
    }

    @Test
    void reportsEverythingAtOnce() {
        assertThat(
                        refused(
                                Cluster.create(
                                        draft("c1", 1, List.of(greedy())),
                                        false,
                                        true,
                                        Set.of(new HostId("greedy")))))
                .extracting(located -> located.refusal().wording().code())
                .containsExactly(
                        "cluster-already-exists",
                        "unknown-host-group",
                        "13803",
                        "host-already-exists",
                        "reserve-exceeds-host");
    }

    @Test
    void publishesAHostWithItsEffectiveReserve() {
        HostDraft draft =
                new HostDraft(
                        new HostId("h1"),
                        new HostSize(16, MiB.ofGiB(64)),
                        new ReserveOverride(null, MiB.ofGiB(4)));
        EffectiveReserve ofGroup =
                EffectiveReserve.UNSET.overriddenBy(
                        new ReserveOverride(10, MiB.ofGiB(1)), new ReserveOrigin.Group(GROUP));
        Host host = accepted(create("c1", 0, List.of(draft))).hosts().getFirst();

        assertThat(host.state(ofGroup))
                .isEqualTo(
                        new HostState(
                                new HostId("h1"),
                                new DomainId("c1"),
                                new ClusterId("c1"),
                                GROUP,
                                SITE,
                                16,
                                MiB.ofGiB(64),
                                new HostReserve(10, MiB.ofGiB(4)),
                                false,
                                1));
        assertThat(host.effectiveReserve(ofGroup).memoryOrigin())
                .isEqualTo(new ReserveOrigin.OfHost(new HostId("h1")));
        assertThat(host.effectiveReserve(ofGroup).cpuOrigin())
                .isEqualTo(new ReserveOrigin.Group(GROUP));
    }

    private static Verdict<Cluster.Formation> create(
            String id, int reserve, List<HostDraft> hosts) {
        return Cluster.create(draft(id, reserve, hosts), true, false, Set.of());
    }

    private static ClusterDraft draft(String id, int reserve, List<HostDraft> hosts) {
        return new ClusterDraft(new ClusterId(id), GROUP, SITE, reserve, hosts);
    }

    private static List<HostDraft> hosts(int count) {
        return IntStream.range(0, count).mapToObj(i -> host("h" + i)).toList();
    }

    private static HostDraft host(String id) {
        return new HostDraft(new HostId(id), new HostSize(16, MiB.ofGiB(64)), ReserveOverride.NONE);
    }

    private static HostDraft greedy() {
        return new HostDraft(
                new HostId("greedy"),
                new HostSize(1, MiB.ofGiB(1)),
                new ReserveOverride(null, MiB.ofGiB(2)));
    }
}
