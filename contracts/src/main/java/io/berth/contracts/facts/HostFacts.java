package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.Processor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a host says of itself, its networks and the disks that it shares. The bounds are such
 * that a host of a cluster of 64 nodes with 500 disks fits into one record, with the longest names.
 *
 * @param processor absent where it could not be found out
 * @param probes to each peer over each network that both stand in
 * @param disks those that other hosts can see as well
 * @param components what the makers have certified
 */
public record HostFacts(
        SystemFacts system,
        @Nullable Processor processor,
        List<AdapterFacts> adapters,
        List<SwitchFacts> switches,
        @Nullable HypervisorFacts hypervisor,
        List<PeerProbe> probes,
        List<DiskFacts> disks,
        List<CertifiedComponent> components) {
    /** Most adapters that are reported. */
    public static final int MAX_ADAPTERS = 32;

    /** Most virtual switches that are reported. */
    public static final int MAX_SWITCHES = 32;

    /** Most probes: each peer of the largest cluster over four networks. */
    public static final int MAX_PROBES = 4 * ClusterState.MAX_NODES;

    /** Most shared disks that are reported. */
    public static final int MAX_DISKS = 512;

    /** Most certified components that are reported. */
    public static final int MAX_COMPONENTS = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public HostFacts {
        Require.present("facts.system", system);
        adapters = Require.list("facts.adapters", adapters, MAX_ADAPTERS);
        switches = Require.list("facts.switches", switches, MAX_SWITCHES);
        probes = Require.list("facts.probes", probes, MAX_PROBES);
        disks = Require.list("facts.disks", disks, MAX_DISKS);
        components = Require.list("facts.components", components, MAX_COMPONENTS);
    }
}
