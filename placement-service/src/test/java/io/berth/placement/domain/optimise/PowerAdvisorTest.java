package io.berth.placement.domain.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Standstill;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which hosts a cluster could do without. */
class PowerAdvisorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<HostDescription> hosts = new ArrayList<>();
    private final List<HostRow> rows = new ArrayList<>();
    private final List<VmRow> vms = new ArrayList<>();

    /** A cluster of hosts of 64 GiB, of which 4 are reserved. */
    private void cluster(int nodes, int reserve) {
        List<HostId> ids =
                IntStream.rangeClosed(1, nodes).mapToObj(i -> new HostId("h" + i)).toList();
        ClusterState cluster =
                new ClusterState(
                        new ClusterId("cluster-1"),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        ids,
                        reserve,
                        1);
        ids.forEach(id -> host(id, cluster, GroupPolicy.DEFAULT, false));
    }

    private void host(
            HostId id, @Nullable ClusterState cluster, GroupPolicy group, boolean overCommitted) {
        hosts.add(
                new HostDescription(
                                Scenario.hostState(
                                        id.value(),
                                        MiB.ofGiB(64),
                                        new HostReserve(0, MiB.ofGiB(4))),
                                null,
                                null,
                                group,
                                overCommitted)
                        .in(cluster));
        rows.add(Estate.ready(id));
    }

    private void vm(String id, String host, int gib, @Nullable Standstill standstill) {
        vms.add(
                VmRow.fresh(
                                new VmId(id),
                                new VmSpec(
                                        1, 50, MiB.ofGiB(gib), true, RestartPriority.MEDIUM, null))
                        .placed(new HostId(host), new Tenure(1), NOW)
                        .running(standstill));
    }

    private PowerAdvice advice() {
        return new PlacementRules(PlacementPolicy.DEFAULT)
                .powerAdvice(
                        DomainState.restore(Scenario.CLUSTER, hosts, rows, vms),
                        new Moment(NOW, 1, List.of()));
    }

    private List<String> off() {
        return advice().off().stream().map(off -> off.host() + " " + off.moves().size()).toList();
    }

    @Test
    void theWorkedExample() {
        cluster(6, 1);
        IntStream.rangeClosed(1, 6).forEach(i -> vm("vm" + i, "h" + i, 8, null));
        PowerAdvice advice = advice();
        assertThat(off()).containsExactly("h1 1", "h3 1");
        assertThat(advice.kept())
                .extracting(PowerAdvice.Kept::why)
                .containsExactly(
                        PowerAdvice.Why.QUORUM,
                        PowerAdvice.Why.QUORUM,
                        PowerAdvice.Why.QUORUM,
                        PowerAdvice.Why.TAKES_OTHERS);
        assertThat(advice.loadAfter()).isGreaterThan(advice.load());
    }

    @Test
    void aSmallClusterKeepsAllItsNodes() {
        cluster(4, 0);
        assertThat(advice().reason()).isEqualTo(PowerAdvice.Reason.TOO_FEW_NODES);
    }

    @Test
    void hostsThatStandAloneStay() {
        for (int i = 1; i <= 6; i++) {
            host(new HostId("h" + i), null, GroupPolicy.DEFAULT, false);
        }
        assertThat(advice().reason()).isEqualTo(PowerAdvice.Reason.NOT_A_CLUSTER);
    }

    @Test
    void theReserveOfWhatIsLeftIsKept() {
        cluster(7, 2);
        IntStream.rangeClosed(1, 7).forEach(i -> vm("vm" + i, "h" + i, 20, null));
        PowerAdvice advice = advice();
        assertThat(advice.off()).as("7 · 20 GiB need three nodes beside two that fail").hasSize(2);
        assertThat(advice.kept())
                .anySatisfy(kept -> {
                    assertThat(kept.why()).isEqualTo(PowerAdvice.Why.RESERVE);
                    assertThat(kept.detail()).contains("4 nodes left, 2 could not fail");
                });
    }

    @Test
    void whatCannotMoveKeepsItsHost() {
        cluster(5, 1);
        vm("paused", "h1", 1, Standstill.PAUSED);
        assertThat(advice().kept())
                .anySatisfy(kept -> {
                    assertThat(kept.host().value()).isEqualTo("h1");
                    assertThat(kept.why()).isEqualTo(PowerAdvice.Why.QUORUM);
                });
        assertThat(off()).containsExactly("h2 0", "h3 0");
        vms.clear();
        IntStream.rangeClosed(1, 5).forEach(i -> vm("vm" + i, "h" + i, i, Standstill.PAUSED));
        assertThat(advice().off()).isEmpty();
        assertThat(advice().kept())
                .extracting(PowerAdvice.Kept::why)
                .containsOnly(PowerAdvice.Why.VM_STAYS);
    }

    @Test
    void underStrainHostsAreAskedForAndNoneCanGo() {
        cluster(6, 1);
        rows.set(5, rows.get(5).withStatus(HostStatus.FAILED));
        rows.set(4, rows.get(4).withEvacuated(true));
        IntStream.rangeClosed(1, 4).forEach(i -> vm("vm" + i, "h" + i, 56, null));
        PowerAdvice advice = advice();
        assertThat(advice.reason()).isEqualTo(PowerAdvice.Reason.STRAINED);
        assertThat(advice.off()).isEmpty();
        assertThat(advice.on())
                .extracting(PowerAdvice.On::detail)
                .containsExactly(
                        "it is evacuated; 93 % of MEMORY is used, which is above 85 %",
                        "it is not in service; 93 % of MEMORY is used, which is above 85 %");
    }

    @Test
    void aGroupMayWantNoAdvice() {
        cluster(5, 1);
        GroupPolicy silent =
                new GroupPolicy(
                        Goal.LOAD_BALANCE,
                        GroupPolicy.Weights.EQUAL,
                        new OptimisePolicy(
                                OptimiseMode.MANUAL, OptimisePolicy.LEAST_INTERVAL, 3, false));
        hosts.replaceAll(host -> host.judged(silent, false));
        assertThat(advice().reason()).isEqualTo(PowerAdvice.Reason.ADVICE_OFF);
        hosts.set(1, hosts.get(1).judged(GroupPolicy.DEFAULT, false));
        assertThat(off()).containsExactly("h2 0");
    }
}
