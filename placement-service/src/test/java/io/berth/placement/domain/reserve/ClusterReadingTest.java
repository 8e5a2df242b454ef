package io.berth.placement.domain.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nodes function, which VMs count and where, and what everything takes. */
class ClusterReadingTest {
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final HostId A = new HostId("a");
    private static final HostId B = new HostId("b");
    private static final LogicalNetworkId GREEN = new LogicalNetworkId("green");

    private final List<HostState> hosts = new ArrayList<>();
    private final List<HostRow> rows = new ArrayList<>();
    private final List<VmRow> vms = new ArrayList<>();

    private void host(HostId id, HostStatus status, boolean maintenance, HostHardware hardware) {
        hosts.add(
                new HostState(
                        id,
                        DOMAIN,
                        new ClusterId("c1"),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        4,
                        new MiB(1000),
                        new HostReserve(10, new MiB(100), new MiB(50), 20L, 50L),
                        maintenance,
                        null,
                        null,
                        hardware,
                        1));
        rows.add(new HostRow(id, status, new BootId(1), new Tenure(1), true, Tenure.NONE));
    }

    private void vm(AssignmentState state, @Nullable HostId on, boolean ha, VmDetails details) {
        vms.add(
                new VmRow(
                        new VmId("vm"),
                        new VmSpec(2, 50, new MiB(200), ha, RestartPriority.MEDIUM, "set", details),
                        state,
                        on,
                        new Epoch(1),
                        new Tenure(1),
                        on,
                        List.of(),
                        null,
                        null,
                        Conduct.PLAIN,
                        1));
    }

    private ClusterPicture picture(boolean exists) {
        ClusterState cluster =
                new ClusterState(
                        new ClusterId("c1"),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        List.of(B, A, new HostId("never-seen")),
                        1,
                        1);
        DomainState state = DomainState.restore(DOMAIN, List.of(), rows, vms);
        return ClusterReading.of(cluster, hosts, state, Rulebook.EMPTY, vm -> exists);
    }

    @ParameterizedTest
    @CsvSource({
        "UP, false, true",
        "SUSPECT, false, true",
        "UNKNOWN, false, false",
        "UNREACHABLE, false, false",
        "FAILED, false, false",
        "UP, true, false",
    })
    void aNodeFunctionsWhileItCanBeCountedOn(
            HostStatus status, boolean maintenance, boolean functions) {
        host(B, status, maintenance, HostHardware.UNKNOWN);
        ClusterPicture picture = picture(true);
        assertThat(picture.configured()).isEqualTo(3);
        assertThat(picture.reserve()).isEqualTo(1);
        assertThat(picture.functioning()).isEqualTo(functions ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} on {1}, HA {2}, in inventory {3}: {4}")
    @CsvSource({
        "RUNNING,              a, true,  false, on a node",
        "RUNNING,              a, false, false, on a node",
        "PLACED,               a, true,  false, on a node",
        "WITHDRAWING,          a, true,  false, on a node",
        "STOPPING,             a, true,  false, on a node",
        "RUNNING,              b, true,  false, needs room",
        "RUNNING,              b, false, false, does not count",
        "WAITING_FOR_HOST,     b, false, false, does not count",
        "UNPLACEABLE,          ,  true,  false, needs room",
        "WAITING_FOR_OPERATOR, ,  true,  false, needs room",
        "STOPPED,              ,  true,  true,  needs room",
        "STOPPED,              ,  false, true,  needs room",
        "STOPPED,              ,  true,  false, does not count",
    })
    void aVmCountsWhereItTakesRoomOrWillTakeIt(
            AssignmentState state, @Nullable String on, boolean ha, boolean exists, String how) {
        host(A, HostStatus.UP, false, HostHardware.UNKNOWN);
        host(B, HostStatus.FAILED, false, HostHardware.UNKNOWN);
        vm(state, on == null ? null : new HostId(on), ha, VmDetails.NONE);
        List<Tenant> tenants = picture(exists).tenants();
        String found =
                tenants.isEmpty()
                        ? "does not count"
                        : tenants.getFirst().on() == null ? "needs room" : "on a node";
        assertThat(found).isEqualTo(how);
        assertThat(tenants).allMatch(tenant -> tenant.movable() == ha);
    }

    @Test
    void reservesAreKeptAndWhatNobodyHasSaidIsWithoutLimit() {
        HostHardware known =
                new HostHardware(
                        false,
                        null,
                        new MiB(500),
                        120L,
                        1000L,
                        List.of(),
                        List.of(),
                        null,
                        List.of());
        host(A, HostStatus.UP, false, known);
        host(B, HostStatus.UP, false, HostHardware.UNKNOWN);
        List<Node> nodes = picture(true).nodes();
        assertThat(nodes.getFirst()).isEqualTo(new Node(A, new Amounts(900, 360, 450, 100, 500)));
        long none = Amounts.UNLIMITED;
        assertThat(nodes.getLast()).isEqualTo(new Node(B, new Amounts(900, 360, none, none, none)));
    }

    @Test
    void aVmTakesDiskOnlyWhereItsDisksAreNotOnSharedVolumes() {
        host(A, HostStatus.UP, false, HostHardware.UNKNOWN);
        VmDisk own = new VmDisk("own", new MiB(30), DiskFormat.FIXED, null);
        VmDisk shared = new VmDisk("shared", new MiB(40), DiskFormat.FIXED, new CsvId("csv"));
        vm(AssignmentState.RUNNING, A, true, details(List.of(own, shared), List.of(), List.of()));
        Tenant tenant = picture(true).tenants().getFirst();
        assertThat(tenant.size()).isEqualTo(new Demand(200, 100, 30, 7, 9));
        assertThat(tenant.antiAffinitySet()).isEqualTo("set");
        assertThat(tenant.admitted()).isNull();
    }

    @Test
    void aVmAllOfWhoseDisksLieElsewhereAsksTheHostForNoOperations() {
        host(A, HostStatus.UP, false, HostHardware.UNKNOWN);
        VmDisk lun = new VmDisk("lun", new MiB(30), DiskFormat.PASS_THROUGH, null);
        VmDisk shared = new VmDisk("shared", new MiB(40), DiskFormat.FIXED, new CsvId("csv"));
        vm(AssignmentState.RUNNING, A, true, details(List.of(lun, shared), List.of(), List.of()));
        assertThat(picture(true).tenants().getFirst().size())
                .isEqualTo(new Demand(200, 100, 0, 0, 9));
    }

    @Test
    void whatRunsOutsideOfBerthTakesItsRoomAndAnEvacuatedNodeTakesNoMore() {
        host(A, HostStatus.UP, false, HostHardware.UNKNOWN);
        HostRow row = rows.removeLast();
        rows.add(
                new HostRow(
                        A,
                        row.status(),
                        row.boot(),
                        row.tenure(),
                        true,
                        row.ended(),
                        List.of(new UnmanagedVm(new VmId("own"), 2, new MiB(300), null)),
                        true,
                        false));
        Node node = picture(true).nodes().getFirst();
        assertThat(node.usable().memory()).isEqualTo(900 - 300);
        assertThat(node.usable().cpu()).isLessThan(360);
        assertThat(node.open()).isFalse();

        row = rows.removeLast();
        rows.add(row.withEvacuated(false));
        assertThat(picture(true).nodes().getFirst().open()).isTrue();
        rows.removeLast();
        rows.add(row.withEvacuated(false).withQuarantined(true));
        assertThat(picture(true).nodes().getFirst().open()).as("quarantined").isFalse();
    }

    @Test
    void aVmThatIsNotBerthsDoesNotCount() {
        host(A, HostStatus.UP, false, HostHardware.UNKNOWN);
        vm(AssignmentState.ADOPTION_FAILED, null, true, VmDetails.NONE);
        assertThat(picture(true).tenants()).isEmpty();
    }

    @Test
    void ownersAndNetworksNarrowTheNodes() {
        VirtualSwitch green = new VirtualSwitch("sw", null, List.of(GREEN));
        VirtualSwitch none = new VirtualSwitch("sw", null, List.of());
        host(A, HostStatus.UP, false, withSwitch(green));
        host(B, HostStatus.UP, false, withSwitch(none));
        VmAdapter adapter = new VmAdapter("nic", GREEN, null);
        vm(AssignmentState.RUNNING, A, true, details(List.of(), List.of(), List.of(adapter)));
        assertThat(admitted()).containsExactly(A);
        vms.clear();
        vm(AssignmentState.RUNNING, A, true, details(List.of(), List.of(B), List.of()));
        assertThat(admitted()).containsExactly(B);
        vms.clear();
        vm(AssignmentState.RUNNING, A, true, details(List.of(), List.of(B), List.of(adapter)));
        assertThat(admitted()).isEmpty();
    }

    private Set<HostId> admitted() {
        return Objects.requireNonNull(picture(true).tenants().getFirst().admitted());
    }

    private static HostHardware withSwitch(VirtualSwitch one) {
        return new HostHardware(
                false, null, null, null, null, List.of(), List.of(one), null, List.of());
    }

    private static VmDetails details(
            List<VmDisk> disks, List<HostId> owners, List<VmAdapter> adapters) {
        return new VmDetails(
                null, disks, 7L, 9L, null, owners, List.of(), adapters, false, null, null);
    }
}
