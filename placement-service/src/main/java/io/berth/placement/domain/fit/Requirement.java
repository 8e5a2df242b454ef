package io.berth.placement.domain.fit;

import io.berth.contracts.Require;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.ProcessorNeed;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Demand;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a VM asks of a host whichever VM it is: VMs that ask for the same are of one shape, and
 * what is found out for one holds for all. What is left to the single VM are its owners, the hosts
 * of its anti-affinity partners and those that failed to start it.
 *
 * @param networks the logical networks that its adapters are connected to
 * @param kind the hypervisor that it has run under before; absent when it has run nowhere or that
 *     is not known
 * @param processor what the next processor must offer; absent unless it is to move while it runs
 * @param guest absent unless the number of its virtual processors is limited on some hosts
 * @param waived soft rules that do not count for it
 */
public record Requirement(
        Demand demand,
        boolean highlyAvailable,
        Set<LogicalNetworkId> networks,
        @Nullable HypervisorKind kind,
        @Nullable ProcessorNeed processor,
        GuestLimits.@Nullable Need guest,
        Set<SoftRule> waived) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Requirement {
        Require.present("demand", demand);
        networks = Set.copyOf(networks);
        waived = waived.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(waived));
    }

    /** Of a VM that is to be started and has not run before. */
    public static Requirement of(VmSpec spec, Rulebook rulebook) {
        VmDetails details = spec.details();
        Set<LogicalNetworkId> networks = Set.of();
        if (details != null && !details.adapters().isEmpty()) {
            networks = new HashSet<>();
            for (VmAdapter adapter : details.adapters()) {
                networks.add(adapter.network());
            }
        }
        return new Requirement(
                Demand.of(spec),
                spec.highlyAvailable(),
                networks,
                null,
                null,
                details == null ? null : rulebook.guests().need(details.guest(), spec.vcpus()),
                Set.of());
    }

    /** The same of a VM that has run under this hypervisor. */
    public Requirement onlyUnder(@Nullable HypervisorKind hypervisor) {
        return new Requirement(
                demand, highlyAvailable, networks, hypervisor, processor, guest, waived);
    }

    /** The same of a VM that moves while it runs. */
    public Requirement moving(@Nullable ProcessorNeed need) {
        return new Requirement(demand, highlyAvailable, networks, kind, need, guest, waived);
    }

    /** The same without regard to these rules. */
    public Requirement waiving(Set<SoftRule> rules) {
        return new Requirement(demand, highlyAvailable, networks, kind, processor, guest, rules);
    }

    /** The same with room for these as well, and the networks that they are connected to. */
    public Requirement with(List<Ask> others) {
        Demand sum = demand;
        boolean anyHighlyAvailable = highlyAvailable;
        Set<LogicalNetworkId> all = new HashSet<>(networks);
        for (Ask other : others) {
            sum = sum.plus(other.requirement().demand());
            anyHighlyAvailable |= other.requirement().highlyAvailable();
            all.addAll(other.requirement().networks());
        }
        return new Requirement(sum, anyHighlyAvailable, all, kind, processor, guest, waived);
    }

    /** Whether a host that cannot take {@code misfit} cannot take this one either. */
    public boolean isAtLeast(Requirement misfit) {
        Demand other = misfit.demand;
        return demand.memory() >= other.memory()
                && demand.cpu() >= other.cpu()
                && demand.disk() >= other.disk()
                && demand.iops() >= other.iops()
                && demand.network() >= other.network()
                && (highlyAvailable || !misfit.highlyAvailable)
                && networks.containsAll(misfit.networks)
                && (misfit.kind == null || misfit.kind == kind)
                && (misfit.processor == null || misfit.processor.equals(processor))
                && (misfit.guest == null || misfit.guest.equals(guest))
                && misfit.waived.containsAll(waived);
    }
}
