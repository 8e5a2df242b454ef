package io.berth.placement.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.GroupPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hosts that state what they are made of, for tests. */
public final class Estate {
    private Estate() {}

    /**
     * What a host states beside its memory. Of its disk, IOPS and network a tenth is reserved.
     *
     * @param networks that a switch of it carries
     */
    public record HostShape(
            boolean stated,
            long diskMiB,
            long iops,
            long networkMbit,
            List<String> networks,
            SupportStanding standing,
            boolean overCommitted,
            boolean clustered,
            boolean maintenance,
            GroupPolicy group) {
        /** States nothing. */
        public static final HostShape BARE =
                new HostShape(
                        false,
                        0,
                        0,
                        0,
                        List.of(),
                        SupportStanding.SUPPORTED,
                        false,
                        true,
                        false,
                        GroupPolicy.DEFAULT);

        /** States all; 90,000 MiB, 900 IOPS and 9,000 Mbit/s are usable. */
        public static final HostShape FULL =
                new HostShape(
                        true,
                        100_000,
                        1_000,
                        10_000,
                        List.of("blue"),
                        SupportStanding.SUPPORTED,
                        false,
                        true,
                        false,
                        GroupPolicy.DEFAULT);

        public HostShape with(
                SupportStanding newStanding, boolean nowOverCommitted, boolean inCluster) {
            return new HostShape(
                    stated,
                    diskMiB,
                    iops,
                    networkMbit,
                    networks,
                    newStanding,
                    nowOverCommitted,
                    inCluster,
                    maintenance,
                    group);
        }

        HostShape carrying(String network) {
            return new HostShape(
                    stated,
                    diskMiB,
                    iops,
                    networkMbit,
                    List.of(network),
                    standing,
                    overCommitted,
                    clustered,
                    maintenance,
                    group);
        }

        public HostDescription describe(HostId host, MiB memory, @Nullable Processor processor) {
            HostHardware hardware =
                    new HostHardware(
                            false,
                            processor,
                            new MiB(diskMiB),
                            iops,
                            networkMbit,
                            List.of(),
                            List.of(
                                    new VirtualSwitch(
                                            "switch",
                                            null,
                                            networks.stream().map(LogicalNetworkId::new).toList())),
                            null,
                            List.of());
            HostState specification =
                    new HostState(
                            host,
                            Scenario.CLUSTER,
                            clustered ? new ClusterId("cluster-1") : null,
                            new HostGroupId("group"),
                            new SiteId("site"),
                            16,
                            memory,
                            new HostReserve(0, MiB.ZERO, new MiB(diskMiB / 10), iops / 10, 10L),
                            maintenance,
                            stated
                                    ? new Hypervisor(
                                            HypervisorKind.HYPER_V,
                                            "Windows Server 2008",
                                            null,
                                            null,
                                            null,
                                            null,
                                            null,
                                            false)
                                    : null,
                            standing,
                            stated ? hardware : null,
                            1);
            return new HostDescription(specification, null, null, group, overCommitted);
        }
    }

    public static HostRow ready(HostId host) {
        return new HostRow(host, HostStatus.UP, new BootId(1), new Tenure(1), true, Tenure.NONE);
    }

    public static VmAdapter adapter(String network) {
        return new VmAdapter("nic-" + network, new LogicalNetworkId(network), null);
    }
}
