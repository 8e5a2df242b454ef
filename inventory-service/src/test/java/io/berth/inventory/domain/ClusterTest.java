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
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
    private static final SupportMatrix MATRIX =
            Rulebook.load(Optional.empty()).read(SupportMatrix.class);
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

        Cluster.Formation grown =
                accepted(cluster.join(List.of(host("z"), host("a")), Set.of(), List.of(), MATRIX));

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
                                        Set.of(new HostId("b")),
                                        MATRIX)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/hosts/1/id", "host-already-exists"),
                        tuple("/hosts/2/id", "host-named-twice"));
        Cluster cluster = accepted(create("c1", 0, hosts(1))).cluster();
        assertThat(
                        refused(
                                cluster.join(
                                        List.of(host("h0")),
                                        Set.of(new HostId("h0")),
                                        List.of(),
                                        MATRIX)))
                .extracting(Located::pointer)
                .containsExactly("/0/id");
        only(
                cluster.join(List.of(), Set.of(), List.of(), MATRIX),
                InventoryRefusal.NothingToDo.class);
    }

    @Test
    void refusesMoreNodesThanAClusterCanHold() {
        only(create("c1", 0, hosts(65)), InventoryRefusal.TooMany.class);
        Cluster full = accepted(create("c1", 0, hosts(64))).cluster();
        assertThat(
                        only(
                                        full.join(List.of(host("x")), Set.of(), List.of(), MATRIX),
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
                                        Set.of(new HostId("greedy")),
                                        MATRIX)))
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
                        HostBuild.of(new HostSize(16, MiB.ofGiB(64))),
                        ReserveOverride.of(null, MiB.ofGiB(4)),
                        false);
        EffectiveReserve ofGroup =
                EffectiveReserve.UNSET.overriddenBy(
                        ReserveOverride.of(10, MiB.ofGiB(1)), new ReserveOrigin.Group(GROUP));
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
        assertThat(host.effectiveReserve(ofGroup).origin(ReserveField.MEMORY_MIB))
                .isEqualTo(new ReserveOrigin.OfHost(new HostId("h1")));
        assertThat(host.effectiveReserve(ofGroup).origin(ReserveField.CPU_PERCENT))
                .isEqualTo(new ReserveOrigin.Group(GROUP));
    }

    @Test
    void refusesAHyperVClusterOfPhysicalAndVirtualNodes() {
        HostDraft physical = node("p", HypervisorKind.HYPER_V, false);
        HostDraft virtual = node("v", HypervisorKind.HYPER_V, true);

        InventoryRefusal.MixedNodes refusal =
                only(
                        create("c1", 0, List.of(physical, virtual)),
                        InventoryRefusal.MixedNodes.class);
        assertThat(refusal.physical()).containsExactly(new HostId("p"));
        assertThat(refusal.virtual()).containsExactly(new HostId("v"));
        accepted(create("c1", 0, List.of(virtual, node("w", HypervisorKind.HYPER_V, true))));
        accepted(
                create(
                        "c1",
                        0,
                        List.of(
                                node("k", HypervisorKind.KVM, false),
                                node("l", HypervisorKind.KVM, true))));

        Cluster.Formation formed = accepted(create("c1", 0, List.of(physical)));
        only(
                formed.cluster().join(List.of(virtual), Set.of(), formed.hosts(), MATRIX),
                InventoryRefusal.MixedNodes.class);
        only(
                formed.cluster()
                        .join(
                                List.of(node("x", HypervisorKind.KVM, true)),
                                Set.of(),
                                formed.hosts(),
                                MATRIX),
                InventoryRefusal.MixedNodes.class);
    }

    @Test
    void aNodeLeavesOnlyWhileTheReserveStaysBelowTheNodesLeft() {
        Cluster cluster = accepted(create("c1", 1, hosts(3))).cluster();

        Cluster two = accepted(cluster.without(new HostId("h0")));
        assertThat(two.nodes()).containsExactly(new HostId("h1"), new HostId("h2"));
        assertThat(two.revision()).isEqualTo(new Revision(2));
        assertThat(
                        only(
                                        two.without(new HostId("h1")),
                                        InventoryRefusal.NodeFailureReserveTooHigh.class)
                                .nodes())
                .isEqualTo(1);
        only(
                accepted(create("c2", 0, hosts(1))).cluster().without(new HostId("h0")),
                InventoryRefusal.NodeFailureReserveTooHigh.class);
    }

    private static HostDraft node(String id, HypervisorKind kind, boolean virtual) {
        return new HostDraft(
                new HostId(id),
                new HostBuild(
                        new HostSize(16, MiB.ofGiB(64)),
                        new Hypervisor(kind, "any", null, null, null, null, null, false),
                        new HostHardware(
                                virtual, null, null, null, null, List.of(), List.of(), null,
                                List.of())),
                ReserveOverride.NONE,
                true);
    }

    private static Verdict<Cluster.Formation> create(
            String id, int reserve, List<HostDraft> hosts) {
        return Cluster.create(draft(id, reserve, hosts), true, false, Set.of(), MATRIX);
    }

    private static ClusterDraft draft(String id, int reserve, List<HostDraft> hosts) {
        return new ClusterDraft(new ClusterId(id), GROUP, SITE, reserve, hosts);
    }

    private static List<HostDraft> hosts(int count) {
        return IntStream.range(0, count).mapToObj(i -> host("h" + i)).toList();
    }

    private static HostDraft host(String id) {
        return new HostDraft(
                new HostId(id),
                HostBuild.of(new HostSize(16, MiB.ofGiB(64))),
                ReserveOverride.NONE,
                false);
    }

    private static HostDraft greedy() {
        return new HostDraft(
                new HostId("greedy"),
                HostBuild.of(new HostSize(1, MiB.ofGiB(1))),
                ReserveOverride.of(null, MiB.ofGiB(2)),
                false);
    }
}
