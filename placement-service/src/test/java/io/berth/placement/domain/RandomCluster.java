package io.berth.placement.domain;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
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
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A small cluster in which a host and a VM state anything that placement looks at, to hold the
 * judgement of its reserve against placement itself.
 */
final class RandomCluster {
    private static final Rulebook RULES =
            new Rulebook(
                    new GuestLimits(
                            List.of(
                                    new GuestLimits.Limit(
                                            Set.of("RHEL"),
                                            false,
                                            GuestArchitecture.X86,
                                            Set.of("Windows Server 2008"),
                                            1))),
                    CommonFeatures.NONE);
    static final PlacementPolicy POLICY =
            new PlacementPolicy(
                    PlacementPolicy.DEFAULT.version(),
                    PlacementPolicy.DEFAULT.startDeadline(),
                    PlacementPolicy.DEFAULT.stopRepeat(),
                    PlacementPolicy.DEFAULT.maxStartAttempts(),
                    PlacementPolicy.DEFAULT.failedStartRetry(),
                    PlacementPolicy.DEFAULT.operationDeadline(),
                    PlacementPolicy.DEFAULT.maxRetriesPerDecision(),
                    RULES,
                    PlacementPolicy.DEFAULT.operations(),
                    Map.of());
    private static final String[] PRODUCTS = {"Windows Server 2008", "Windows Server 2008 R2"};
    private static final RestartPriority[] PRIORITIES = {
        RestartPriority.HIGH, RestartPriority.MEDIUM, RestartPriority.LOW
    };

    private final SplittableRandom random;
    private final boolean plain;
    private final List<HostState> hosts = new ArrayList<>();
    private final List<HostRow> rows = new ArrayList<>();
    private final List<VmRow> vms = new ArrayList<>();
    private final int reserve;

    /**
     * A cluster.
     *
     * @param plain whether hosts and VMs differ in size alone and all VMs are highly available and
     *     run, so that failures are all that matters
     */
    RandomCluster(long seed, boolean plain) {
        this.random = new SplittableRandom(seed);
        this.plain = plain;
        int count = 2 + random.nextInt(4);
        for (int h = 0; h < count; h++) {
            host(new HostId("h" + h));
        }
        this.reserve = 1 + random.nextInt(2);
        int load = 2 + random.nextInt(plain ? 12 : 8);
        for (int v = 0; v < load; v++) {
            vm(new VmId("vm" + v));
        }
    }

    /** As placement has it. */
    DomainState state() {
        return DomainState.restore(
                Scenario.CLUSTER,
                hosts.stream().map(host -> new HostDescription(host, null)).toList(),
                rows,
                vms);
    }

    /** As its reserve is judged by. */
    ClusterPicture picture() {
        ClusterState cluster =
                new ClusterState(
                        new ClusterId("cluster-1"),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        hosts.stream().map(HostState::host).toList(),
                        Math.min(reserve, hosts.size() - 1),
                        1);
        return ClusterReading.of(cluster, hosts, state(), RULES, vm -> true);
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private void host(HostId id) {
        boolean kvm = !plain && oneIn(5);
        Hypervisor hypervisor =
                new Hypervisor(
                        kvm ? HypervisorKind.KVM : HypervisorKind.HYPER_V,
                        PRODUCTS[random.nextInt(2)],
                        null,
                        null,
                        null,
                        null,
                        null,
                        false);
        SupportStanding[] standings = SupportStanding.values();
        hosts.add(
                new HostState(
                        id,
                        Scenario.CLUSTER,
                        new ClusterId("cluster-1"),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        4 + random.nextInt(4),
                        new MiB(20 + random.nextInt(20)),
                        new HostReserve(
                                random.nextInt(20),
                                new MiB(random.nextInt(4)),
                                new MiB(random.nextInt(4)),
                                (long) random.nextInt(4),
                                (long) random.nextInt(20)),
                        !plain && oneIn(10),
                        !plain && oneIn(5) ? null : hypervisor,
                        !plain && oneIn(4) ? standings[random.nextInt(standings.length)] : null,
                        !plain && oneIn(4) ? null : hardware(),
                        1));
        HostRow row = Estate.ready(id).withEvacuated(!plain && oneIn(8));
        rows.add(
                !plain && oneIn(4)
                        ? row.withUnmanaged(
                                List.of(new UnmanagedVm(new VmId("own" + id), 1, new MiB(3), null)))
                        : row);
    }

    private HostHardware hardware() {
        List<VirtualSwitch> switches =
                !plain && oneIn(4)
                        ? List.of()
                        : List.of(
                                new VirtualSwitch(
                                        "switch",
                                        null,
                                        plain || random.nextBoolean()
                                                ? List.of(network("blue"), network("red"))
                                                : List.of(network("blue"))));
        return new HostHardware(
                false,
                null,
                new MiB(20 + random.nextInt(30)),
                20L + random.nextInt(30),
                20L + random.nextInt(30),
                List.of(),
                switches,
                null,
                List.of());
    }

    private static LogicalNetworkId network(String name) {
        return new LogicalNetworkId(name);
    }

    private void vm(VmId id) {
        boolean movable = plain || !oneIn(5);
        VmSpec spec =
                new VmSpec(
                        1 + random.nextInt(2),
                        20 + random.nextInt(60),
                        new MiB(2 + random.nextInt(9)),
                        movable,
                        PRIORITIES[random.nextInt(PRIORITIES.length)],
                        oneIn(5) ? "set" + random.nextInt(2) : null,
                        !plain && oneIn(4) ? null : details());
        @Nullable HostId last = hosts.get(random.nextInt(hosts.size())).host();
        boolean homeless = !plain && oneIn(5);
        vms.add(
                new VmRow(
                        id,
                        spec,
                        homeless ? AssignmentState.STOPPED : AssignmentState.RUNNING,
                        homeless ? null : last,
                        new Epoch(1),
                        new Tenure(1),
                        homeless && random.nextBoolean() ? null : last,
                        List.of(),
                        null,
                        null,
                        Conduct.PLAIN,
                        1));
    }

    private VmDetails details() {
        List<VmDisk> disks = new ArrayList<>();
        for (int d = random.nextInt(3); d > 0; d--) {
            disks.add(
                    new VmDisk(
                            "disk" + d,
                            new MiB(1 + random.nextInt(6)),
                            oneIn(4) ? DiskFormat.PASS_THROUGH : DiskFormat.FIXED,
                            oneIn(3) ? new CsvId("csv") : null));
        }
        List<HostId> owners = new ArrayList<>();
        if (!plain && oneIn(5)) {
            owners.add(new HostId("h-nowhere"));
            owners.add(hosts.get(random.nextInt(hosts.size())).host());
        }
        List<VmAdapter> adapters = new ArrayList<>();
        if (oneIn(3)) {
            adapters.add(Estate.adapter(random.nextBoolean() ? "blue" : "red"));
        }
        return new VmDetails(
                null,
                disks,
                oneIn(3) ? null : (long) random.nextInt(8),
                oneIn(3) ? null : (long) random.nextInt(8),
                !plain && oneIn(4)
                        ? new GuestSystem("RHEL 5.5", GuestArchitecture.X86, null)
                        : null,
                owners,
                List.of(),
                adapters,
                false,
                null,
                null);
    }
}
