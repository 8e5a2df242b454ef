package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A VM as it is specified, and what its owner last asked of it. */
public record Vm(VmId id, VmHome home, VmSpec spec, WantedPower wanted, Revision revision) {
    /** Most VMs in one request: one transaction and a body of well under a megabyte. */
    public static final int MAX_BULK = 1000;

    /** What the other services are told. */
    public VmState state() {
        return new VmState(id, home.domain(), spec, revision.value());
    }

    /** What placement is asked for, so that the VM becomes what is wanted. */
    public PlacementRequest request() {
        return switch (wanted) {
            case RUNNING -> new PlaceVmRequested(id, home.domain(), spec);
            case STOPPED -> new StopVmRequested(id, home.domain());
        };
    }

    /** Started or stopped; the same VM when that is what is wanted already. */
    public Vm wanting(WantedPower power) {
        return power == wanted ? this : new Vm(id, home, spec, power, revision.next());
    }

    /** What is allowed but will probably not do what was meant. */
    public List<Advice> advice() {
        return switch (home) {
            case VmHome.InCluster _ -> List.of();
            case VmHome.InGroup(HostGroupId group) ->
                    spec.highlyAvailable()
                            ? List.of(
                                    new Advice(
                                            "ha-needs-cluster",
                                            "The VM is highly available, but the hosts of group "
                                                    + group
                                                    + " stand alone: none takes over from another"
                                                    + " by itself. Create it in a cluster, or"
                                                    + " confirm by hand that a host is off."))
                            : List.of();
        };
    }

    /**
     * New VMs, all or none. Refusals are located at {@code /<index>/…}.
     *
     * @param takenIds those of the drafts' ids that exist already
     * @param clusters those of the drafts' clusters that exist
     * @param groups those of the drafts' groups that exist
     */
    public static Verdict<List<Vm>> create(
            List<VmDraft> drafts,
            Set<VmId> takenIds,
            Set<ClusterId> clusters,
            Set<HostGroupId> groups) {
        if (drafts.isEmpty()) {
            return Verdict.refused(new InventoryRefusal.NothingToDo("no VM is named"));
        }
        if (drafts.size() > MAX_BULK) {
            return Verdict.refused(
                    new InventoryRefusal.TooMany(
                            EntityKind.VM, "one request", drafts.size(), MAX_BULK));
        }
        List<Located> refusals = new ArrayList<>();
        Set<VmId> seen = new HashSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            VmDraft draft = drafts.get(i);
            String id = draft.id().value();
            if (!seen.add(draft.id())) {
                refusals.add(
                        new Located(
                                "/" + i + "/id",
                                new InventoryRefusal.NamedTwice(EntityKind.VM, id)));
            }
            if (takenIds.contains(draft.id())) {
                refusals.add(
                        new Located(
                                "/" + i + "/id",
                                new InventoryRefusal.AlreadyExists(EntityKind.VM, id)));
            }
            for (Located refusal : homeRefusals(draft.home(), clusters, groups)) {
                refusals.add(refusal.under("/" + i));
            }
        }
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(
                        drafts.stream()
                                .map(draft ->
                                        new Vm(
                                                draft.id(),
                                                draft.home(),
                                                draft.spec(),
                                                WantedPower.RUNNING,
                                                Revision.FIRST))
                                .toList())
                : new Verdict.Refused<>(refusals);
    }

    private static List<Located> homeRefusals(
            VmHome home, Set<ClusterId> clusters, Set<HostGroupId> groups) {
        return switch (home) {
            case VmHome.InCluster(ClusterId cluster) ->
                    clusters.contains(cluster)
                            ? List.of()
                            : List.of(
                                    new Located(
                                            "/cluster",
                                            new InventoryRefusal.UnknownReference(
                                                    EntityKind.CLUSTER, cluster.value())));
            case VmHome.InGroup(HostGroupId group) ->
                    groups.contains(group)
                            ? List.of()
                            : List.of(
                                    new Located(
                                            "/group",
                                            new InventoryRefusal.UnknownReference(
                                                    EntityKind.HOST_GROUP, group.value())));
        };
    }
}
