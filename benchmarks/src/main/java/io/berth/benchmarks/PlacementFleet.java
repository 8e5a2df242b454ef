package io.berth.benchmarks;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import java.util.List;

/**
 * Hosts and VMs for the benchmarks of placement: four sizes of hosts that state all five resources
 * and their networks, one of a hundred down and one in maintenance; VMs of so many shapes, which
 * differ in all resources, in networks and in being highly available. The same for the same number.
 */
final class PlacementFleet {
    /** Shapes of VMs in all benchmarks of placement. */
    static final int SHAPES = 64;

    static final DomainId DOMAIN = new DomainId("fleet");
    static final Tenure TENURE = new Tenure(1);
    private static final int SIZES = 4;
    private static final int PER_MISHAP = 100;
    private static final int NETWORKS = 4;

    private PlacementFleet() {}

    static HostId host(int number) {
        return new HostId("host-%05d".formatted(number));
    }

    /** A host with 64 to 256 cores; room for some 30 to 120 VMs. */
    static HostDescription description(int number) {
        long size = 1L + number % SIZES;
        List<LogicalNetworkId> carried =
                List.of(
                        new LogicalNetworkId("net-0"),
                        new LogicalNetworkId("net-" + number % NETWORKS));
        HostHardware hardware =
                new HostHardware(
                        false,
                        null,
                        new MiB(8_000_000 * size),
                        200_000 * size,
                        50_000 * size,
                        List.of(),
                        List.of(
                                new VirtualSwitch(
                                        "switch", null, carried.stream().distinct().toList())),
                        null,
                        List.of());
        HostState specification =
                new HostState(
                        host(number),
                        DOMAIN,
                        new ClusterId("cluster-" + number / 64),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        (int) (64 * size),
                        MiB.ofGiB(256 * size),
                        new HostReserve(5, MiB.ofGiB(8), new MiB(100_000), 5_000L, 5L),
                        number % PER_MISHAP == 1,
                        null,
                        null,
                        hardware,
                        1);
        return new HostDescription(specification, null);
    }

    /** A host that can take VMs. */
    static HostRow ready(int number) {
        return new HostRow(host(number), HostStatus.UP, new BootId(1), TENURE, true, Tenure.NONE);
    }

    static HostRow life(int number) {
        HostRow up = ready(number);
        return number % PER_MISHAP == 2 ? up.withStatus(HostStatus.UNREACHABLE) : up;
    }

    /** What VMs of a shape ask for; a VM takes about a thirtieth of the smallest host at most. */
    static VmSpec spec(int shape) {
        VmDetails details =
                new VmDetails(
                        null,
                        List.of(),
                        100L * (1 + shape % 8),
                        100L * (1 + shape % 4),
                        null,
                        List.of(),
                        List.of(),
                        shape % 3 == 0
                                ? List.of(
                                        new VmAdapter(
                                                "nic",
                                                new LogicalNetworkId("net-" + shape % NETWORKS),
                                                null))
                                : List.of(),
                        false,
                        null,
                        null);
        return new VmSpec(
                1 + shape % 4,
                25 + shape,
                MiB.ofGiB(1 + shape % 8),
                shape % 2 == 0,
                RestartPriority.MEDIUM,
                null,
                details);
    }
}
