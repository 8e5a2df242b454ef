package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What specifications of VMs refer to, as far as it exists.
 *
 * @param owners where each host belongs that is named as an owner
 * @param volumes whose each volume is that a disk lies on
 * @param networks those that adapters are connected to
 * @param bound VMs that are kept together with some and apart from others, of sets that are named
 */
public record VmReferences(
        Map<HostId, DomainId> owners,
        Map<CsvId, ClusterId> volumes,
        Set<LogicalNetworkId> networks,
        List<Bound> bound) {
    /** Nothing exists that could be referred to. */
    public static final VmReferences NONE =
            new VmReferences(Map.of(), Map.of(), Set.of(), List.of());

    /** Copies all parts. */
    public VmReferences {
        owners = Map.copyOf(owners);
        volumes = Map.copyOf(volumes);
        networks = Set.copyOf(networks);
        bound = List.copyOf(bound);
    }

    /** Where nobody is both kept together with others and apart from others. */
    public VmReferences(
            Map<HostId, DomainId> owners,
            Map<CsvId, ClusterId> volumes,
            Set<LogicalNetworkId> networks) {
        this(owners, volumes, networks, List.of());
    }

    /** A VM that is kept together with those of one set and apart from those of another. */
    public record Bound(VmId vm, VmHome home, String affinitySet, String antiAffinitySet) {
        /** The VM as such; null when it is not both. */
        public static @Nullable Bound of(VmId vm, VmHome home, VmSpec spec) {
            String with = spec.affinitySet();
            String apart = spec.antiAffinitySet();
            return with == null || apart == null ? null : new Bound(vm, home, with, apart);
        }

        private boolean contradicts(Bound other) {
            return !vm.equals(other.vm)
                    && home.equals(other.home)
                    && affinitySet.equals(other.affinitySet)
                    && antiAffinitySet.equals(other.antiAffinitySet);
        }
    }

    /** The same, where these VMs are to be as well. */
    VmReferences and(List<VmDraft> drafts) {
        List<Bound> all = new ArrayList<>(bound);
        for (VmDraft draft : drafts) {
            Bound one = Bound.of(draft.id(), draft.home(), draft.spec());
            if (one != null) {
                all.add(one);
            }
        }
        return new VmReferences(owners, volumes, networks, all);
    }

    /** What specifications refer to, whether it exists or not. */
    public record Named(
            Set<HostId> owners,
            Set<CsvId> volumes,
            Set<LogicalNetworkId> networks,
            Set<String> affinitySets) {
        /** All that these specifications name. */
        public static Named in(Iterable<VmSpec> specs) {
            Named named =
                    new Named(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
            for (VmSpec spec : specs) {
                VmDetails details = spec.details();
                if (details != null) {
                    named.add(details);
                }
                String together = spec.affinitySet();
                if (together != null && spec.antiAffinitySet() != null) {
                    named.affinitySets.add(together);
                }
            }
            return named;
        }

        private void add(VmDetails details) {
            owners.addAll(details.possibleOwners());
            owners.addAll(details.preferredOwners());
            for (VmDisk disk : details.disks()) {
                CsvId csv = disk.csv();
                if (csv != null) {
                    volumes.add(csv);
                }
            }
            details.adapters().forEach(adapter -> networks.add(adapter.network()));
        }
    }

    /** What is wrong with the references of a VM that belongs there. */
    List<Located> refusals(VmId vm, VmHome home, VmSpec spec) {
        VmDetails details = spec.details();
        if (details == null) {
            return List.of();
        }
        List<Located> refusals = new ArrayList<>();
        List<VmDisk> disks = details.disks();
        for (int i = 0; i < disks.size(); i++) {
            CsvId csv = disks.get(i).csv();
            if (csv != null) {
                volume(home, csv, "/disks/" + i + "/csv", refusals);
            }
        }
        owners(home, "/possibleOwners", details.possibleOwners(), refusals);
        owners(home, "/preferredOwners", details.preferredOwners(), refusals);
        List<VmAdapter> adapters = details.adapters();
        for (int i = 0; i < adapters.size(); i++) {
            LogicalNetworkId network = adapters.get(i).network();
            if (!networks.contains(network)) {
                refusals.add(
                        unknown(
                                "/adapters/" + i + "/network",
                                EntityKind.LOGICAL_NETWORK,
                                network.value()));
            }
        }
        together(Bound.of(vm, home, spec), refusals);
        return refusals;
    }

    /** Two VMs that are kept together by one set cannot be kept apart by another. */
    private void together(@Nullable Bound own, List<Located> refusals) {
        if (own == null) {
            return;
        }
        bound.stream()
                .filter(own::contradicts)
                .min(Comparator.comparing(Bound::vm))
                .ifPresent(other ->
                        refusals.add(
                                new Located(
                                        "/affinitySet",
                                        new VmRefusal.TogetherAndApart(
                                                own.vm(),
                                                other.vm(),
                                                own.affinitySet(),
                                                own.antiAffinitySet()))));
    }

    private void volume(VmHome home, CsvId csv, String pointer, List<Located> refusals) {
        ClusterId cluster = volumes.get(csv);
        if (cluster == null) {
            refusals.add(unknown(pointer, EntityKind.CSV, csv.value()));
        } else if (!home.equals(new VmHome.InCluster(cluster))) {
            refusals.add(
                    new Located(pointer, new VmRefusal.ForeignVolume(csv, cluster, home.shown())));
        }
    }

    private void owners(VmHome home, String pointer, List<HostId> named, List<Located> refusals) {
        for (int i = 0; i < named.size(); i++) {
            HostId host = named.get(i);
            DomainId domain = owners.get(host);
            if (domain == null) {
                refusals.add(unknown(pointer + "/" + i, EntityKind.HOST, host.value()));
            } else if (!domain.equals(home.domain())) {
                refusals.add(
                        new Located(
                                pointer + "/" + i, new VmRefusal.ForeignOwner(host, home.shown())));
            }
        }
    }

    private static Located unknown(String pointer, EntityKind kind, String id) {
        return new Located(pointer, new InventoryRefusal.UnknownReference(kind, id));
    }
}
