package io.berth.placement.domain.fit;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.ledger.HostTraits;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.ProcessorNeed;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every reason against a host, each in a method of its own that adds it when it holds. To add a
 * filter: a record in {@link Obstacle}, a method here, a line in {@link #obstacles}, the same in
 * {@link Shape} unless it is about traits alone, and a row in the table of its test.
 */
public final class HostFilters {
    private final PlacementPolicy policy;

    public HostFilters(PlacementPolicy policy) {
        this.policy = policy;
    }

    /** All obstacles for this VM on this host; empty when the host can take it. */
    public List<Obstacle> obstacles(HostRow host, Ledger ledger, Ask ask) {
        List<Obstacle> found = all(host, ledger, ask);
        if (!ask.requirement().waived().isEmpty()) {
            found.removeIf(obstacle -> isWaived(obstacle, ask));
        }
        return found;
    }

    /** The obstacles that would stand against this host if nothing were waived for this VM. */
    public List<Obstacle> waived(HostRow host, Ledger ledger, Ask ask) {
        if (ask.requirement().waived().isEmpty()) {
            return List.of();
        }
        return all(host, ledger, ask).stream().filter(one -> isWaived(one, ask)).toList();
    }

    /**
     * What stands against such a VM on a host for as long as neither is specified otherwise,
     * whatever the host has left and whatever else it holds.
     */
    static List<Obstacle> lasting(
            HostDescription description, HostTraits traits, Requirement requirement) {
        List<Obstacle> found = new ArrayList<>(0);
        soft(description, requirement, found);
        found.removeIf(obstacle ->
                obstacle.rule() != null && requirement.waived().contains(obstacle.rule()));
        traits(traits, requirement, found);
        return found;
    }

    /**
     * What does not count for a VM that has lost its host, or has to leave it: over-commitment,
     * since the VM is one of those that the cluster holds already, and whatever its last host had
     * against it, too, since somebody has accepted that before.
     *
     * @param last absent when it has run nowhere, or that host is not specified
     */
    public static Set<SoftRule> recovering(
            @Nullable HostDescription last, Requirement requirement) {
        Set<SoftRule> rules = EnumSet.of(SoftRule.OVER_COMMITTED_CLUSTER);
        if (last != null) {
            rules.addAll(broken(last, requirement));
        }
        return rules;
    }

    /** The soft rules that this host breaks for such a VM. */
    private static Set<SoftRule> broken(HostDescription description, Requirement requirement) {
        List<Obstacle> found = new ArrayList<>(0);
        soft(description, requirement, found);
        Set<SoftRule> rules = EnumSet.noneOf(SoftRule.class);
        for (Obstacle obstacle : found) {
            SoftRule rule = obstacle.rule();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** Whether nothing that hosts of these traits have in common stands against such a VM. */
    static boolean suits(HostTraits traits, Requirement requirement) {
        List<Obstacle> found = new ArrayList<>(0);
        traits(traits, requirement, found);
        return found.isEmpty();
    }

    private static boolean isWaived(Obstacle obstacle, Ask ask) {
        SoftRule rule = obstacle.rule();
        return rule != null && ask.requirement().waived().contains(rule);
    }

    private List<Obstacle> all(HostRow host, Ledger ledger, Ask ask) {
        List<Obstacle> found = new ArrayList<>(0);
        life(host, found);
        evacuated(host, found);
        quarantined(host, found);
        HostDescription description = ledger.description(host.host());
        if (description == null) {
            found.add(new Obstacle.SpecificationUnknown());
        } else {
            maintenance(description, found);
            soft(description, ask.requirement(), found);
            resources(host.host(), ledger, ask.requirement().demand(), found);
            traits(ledger.traits(host.host()), ask.requirement(), found);
        }
        alreadyThere(host.host(), ask.vm(), found);
        owners(host.host(), ask, found);
        antiAffinity(host.host(), ask, found);
        affinity(host.host(), ask, found);
        failedStarts(host.host(), ask.vm(), found);
        return found;
    }

    private static void life(HostRow host, List<Obstacle> found) {
        if (host.status() != HostStatus.UP) {
            found.add(new Obstacle.HostNotUp(host.status()));
        }
        if (!host.tenureOpen()) {
            found.add(new Obstacle.HostAwaitsTenure());
        }
    }

    private static void evacuated(HostRow host, List<Obstacle> found) {
        if (host.evacuated()) {
            found.add(new Obstacle.Evacuated());
        }
    }

    private static void quarantined(HostRow host, List<Obstacle> found) {
        if (host.quarantined()) {
            found.add(new Obstacle.Quarantined());
        }
    }

    private static void maintenance(HostDescription description, List<Obstacle> found) {
        if (description.specification().maintenance()) {
            found.add(new Obstacle.InMaintenance());
        }
    }

    private static void soft(
            HostDescription description, Requirement requirement, List<Obstacle> found) {
        if (requirement.highlyAvailable() && description.specification().cluster() == null) {
            found.add(new Obstacle.HighAvailabilityNeedsCluster());
        }
        if (description.overCommitted()) {
            found.add(new Obstacle.OverCommittedCluster(description.specification().cluster()));
        }
        SupportStanding standing = description.specification().standing();
        if (standing != null && standing != SupportStanding.SUPPORTED) {
            found.add(new Obstacle.UnsupportedHost(standing));
        }
    }

    private static void resources(HostId host, Ledger ledger, Demand demand, List<Obstacle> found) {
        for (Resource resource : Resource.values()) {
            long required = demand.of(resource);
            long available = ledger.available(resource, host);
            if (required > available) {
                found.add(Obstacle.insufficient(resource, required, available));
            }
        }
    }

    private static void traits(HostTraits traits, Requirement requirement, List<Obstacle> found) {
        networks(traits, requirement, found);
        hypervisor(traits, requirement, found);
        processor(traits, requirement, found);
        guest(traits, requirement, found);
    }

    private static void networks(HostTraits traits, Requirement requirement, List<Obstacle> found) {
        Set<LogicalNetworkId> carried = traits.networks();
        if (carried != null && !carried.containsAll(requirement.networks())) {
            Set<LogicalNetworkId> missing = new HashSet<>(requirement.networks());
            missing.removeAll(carried);
            found.add(new Obstacle.MissingNetworks(missing.stream().sorted().toList()));
        }
    }

    private static void hypervisor(
            HostTraits traits, Requirement requirement, List<Obstacle> found) {
        HypervisorKind required = requirement.kind();
        HypervisorKind has = traits.kind();
        if (required != null && has != null && required != has) {
            found.add(new Obstacle.HypervisorMismatch(required, has));
        }
    }

    private static void processor(
            HostTraits traits, Requirement requirement, List<Obstacle> found) {
        ProcessorNeed need = requirement.processor();
        if (need == null) {
            return;
        }
        Processor has = traits.processor();
        if (has == null) {
            found.add(new Obstacle.ProcessorUnknown());
        } else if (has.vendor() != need.vendor()) {
            found.add(new Obstacle.ProcessorVendorDiffers(need.vendor(), has.vendor()));
        } else {
            Set<String> missing = new HashSet<>(need.features());
            has.features().forEach(missing::remove);
            if (!missing.isEmpty()) {
                found.add(
                        new Obstacle.ProcessorFeaturesMissing(missing.stream().sorted().toList()));
            }
        }
    }

    private static void guest(HostTraits traits, Requirement requirement, List<Obstacle> found) {
        GuestLimits.Need need = requirement.guest();
        Hypervisor host = traits.hypervisor();
        if (need != null && host != null) {
            int most = need.most(host);
            if (need.vcpus() > most) {
                found.add(new Obstacle.TooManyVcpus(need.guest().name(), need.vcpus(), most));
            }
        }
    }

    private static void alreadyThere(HostId host, VmRow vm, List<Obstacle> found) {
        if (vm.isOn(host)) {
            found.add(new Obstacle.AlreadyThere());
        }
    }

    private static void owners(HostId host, Ask ask, List<Obstacle> found) {
        if (!ask.mayBeOn(host)) {
            found.add(new Obstacle.NotAPossibleOwner(ask.owners(), ask.unknownOwners()));
        }
    }

    private static void antiAffinity(HostId host, Ask ask, List<Obstacle> found) {
        String set = ask.vm().spec().antiAffinitySet();
        VmId partner = ask.partners().get(host);
        if (set != null && partner != null) {
            found.add(new Obstacle.AntiAffinity(set, partner));
        }
    }

    private static void affinity(HostId host, Ask ask, List<Obstacle> found) {
        String set = ask.vm().spec().affinitySet();
        Map.Entry<HostId, VmId> companion = ask.companions().firstEntry();
        if (set != null && companion != null && !ask.companions().containsKey(host)) {
            found.add(new Obstacle.Affinity(set, companion.getValue(), companion.getKey()));
        }
    }

    private void failedStarts(HostId host, VmRow vm, List<Obstacle> found) {
        if (vm.excluded().contains(host)) {
            found.add(new Obstacle.ExcludedAfterFailedStart());
        } else if (vm.excluded().size() >= policy.maxStartAttempts()) {
            found.add(new Obstacle.StartAttemptsExhausted(vm.excluded().size()));
        }
    }
}
