package io.berth.placement.domain.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The order of nodes, by table and by what must hold of any. */
class PatchOrderTest {
    private static final SearchBudget BUDGET = SearchBudget.DEFAULT;
    private static final int RUNS = 300;

    private static Node node(String id, long memory) {
        return new Node(new HostId(id), Amounts.of(memory, 10_000));
    }

    private static Tenant vm(String id, long memory, String on) {
        return Tenant.plain(new VmId(id), Demand.of(memory, 10), new HostId(on));
    }

    private static List<PatchOrder.Turn> order(
            int reserve, List<Node> nodes, List<Tenant> vms, int atOnce) {
        Set<HostId> all = new HashSet<>();
        nodes.forEach(node -> all.add(node.host()));
        return PatchOrder.of(
                new ClusterPicture(nodes.size(), reserve, nodes, vms), all, atOnce, BUDGET);
    }

    @Test
    void theExampleOfItsDescription() {
        List<PatchOrder.Turn> turns =
                order(
                        1,
                        List.of(node("a", 64), node("b", 64), node("c", 64)),
                        List.of(vm("v1", 8, "a"), vm("v2", 16, "b"), vm("v3", 24, "c")),
                        1);
        assertThat(turns).extracting(turn -> turn.host().value()).containsExactly("a", "c", "b");
        assertThat(turns).allMatch(PatchOrder.Turn::keepsReserve);
        assertThat(turns.getFirst().vms())
                .containsExactly(new PatchOrder.Putting(new VmId("v1"), new HostId("b")));
        assertThat(turns.get(1).memory()).isEqualTo(24);
        assertThat(turns.getFirst().why()).isEqualTo("least to move: 1 VMs with 8 MiB");
    }

    @Test
    void aStepThatBreaksTheReserveSaysByWhichFigures() {
        List<PatchOrder.Turn> turns =
                order(
                        1,
                        List.of(node("a", 64), node("b", 64), node("c", 64)),
                        List.of(vm("v1", 30, "a"), vm("v2", 30, "b"), vm("v3", 30, "c")),
                        1);
        assertThat(PatchOrder.breaking(turns)).hasSize(3);
        assertThat(ReserveText.of(turns.getFirst().judgement()))
                .contains("2 of 3 nodes function, R = 1, 3 VMs", "finds no room", "needs 30 MiB");
    }

    @Test
    void aLargerNodeComesFirstWhenOnlyThatKeepsTheReserve() {
        List<PatchOrder.Turn> turns =
                order(
                        0,
                        List.of(node("a", 100), node("b", 40), node("c", 40)),
                        List.of(vm("v1", 10, "a"), vm("v2", 20, "b"), vm("v3", 60, "a")),
                        1);
        PatchOrder.Turn first = turns.getFirst();
        assertThat(first.host().value()).isEqualTo("c");
        assertThat(turns)
                .filteredOn(turn -> turn.host().value().equals("a"))
                .allMatch(turn -> !turn.keepsReserve());
    }

    @Test
    void nodesThatDoNotFunctionComeLastAndMoveNothing() {
        List<PatchOrder.Turn> turns =
                PatchOrder.of(
                        new ClusterPicture(
                                3,
                                0,
                                List.of(node("b", 64), node("c", 64)),
                                List.of(vm("v1", 8, "b"))),
                        Set.of(new HostId("a"), new HostId("b"), new HostId("c")),
                        1,
                        BUDGET);
        assertThat(turns).extracting(turn -> turn.host().value()).containsExactly("c", "b", "a");
        assertThat(turns.getLast().vms()).isEmpty();
    }

    /** Every node once; every VM where there is room; and what is said of the reserve is so. */
    @Test
    void whateverTheClusterEachNodeHasOneTurnAndRoomIsNeverGivenTwice() {
        int breaking = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int hosts = 2 + random.nextInt(5);
            List<Node> nodes = new ArrayList<>();
            List<Tenant> vms = new ArrayList<>();
            for (int h = 0; h < hosts; h++) {
                long memory = 20L + random.nextInt(60);
                nodes.add(node("h" + h, memory));
                long left = memory;
                for (int v = 0; v < 4 && left > 4; v++) {
                    long size = 1L + random.nextInt((int) Math.min(left, 20));
                    left -= size;
                    vms.add(vm("v" + h + "-" + v, size, "h" + h));
                }
            }
            int atOnce = 1 + random.nextInt(2);
            List<PatchOrder.Turn> turns = order(random.nextInt(hosts), nodes, vms, atOnce);
            assertThat(turns).extracting(PatchOrder.Turn::host).doesNotHaveDuplicates();
            assertThat(turns).hasSize(hosts);
            replay(nodes, vms, turns, atOnce);
            breaking += PatchOrder.breaking(turns).size();
        }
        assertThat(breaking).as("some clusters have too little").isGreaterThan(RUNS / 10);
    }

    private static void replay(
            List<Node> nodes, List<Tenant> vms, List<PatchOrder.Turn> turns, int atOnce) {
        Map<VmId, HostId> where = new HashMap<>();
        Map<VmId, Long> size = new HashMap<>();
        for (Tenant vm : vms) {
            where.put(vm.vm(), Objects.requireNonNull(vm.on()));
            size.put(vm.vm(), vm.size().memory());
        }
        for (int i = 0; i < turns.size(); i++) {
            PatchOrder.Turn turn = turns.get(i);
            Set<HostId> away = new HashSet<>();
            turns.subList(Math.max(0, i - atOnce + 1), i + 1)
                    .forEach(each -> away.add(each.host()));
            Set<VmId> there = new HashSet<>();
            where.forEach((vm, host) -> {
                if (host.equals(turn.host())) {
                    there.add(vm);
                }
            });
            assertThat(turn.vms()).extracting(PatchOrder.Putting::vm).hasSameElementsAs(there);
            for (PatchOrder.Putting putting : turn.vms()) {
                HostId to = putting.to();
                if (to == null) {
                    where.remove(putting.vm());
                } else {
                    assertThat(away).doesNotContain(to);
                    where.put(putting.vm(), to);
                }
            }
            for (Node node : nodes) {
                long used =
                        where.entrySet().stream()
                                .filter(entry -> entry.getValue().equals(node.host()))
                                .mapToLong(entry -> size.getOrDefault(entry.getKey(), 0L))
                                .sum();
                assertThat(used).isLessThanOrEqualTo(node.usable().memory());
            }
        }
    }
}
