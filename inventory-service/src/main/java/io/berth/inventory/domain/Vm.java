package io.berth.inventory.domain;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSnapshot;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A VM as it is specified, and what its owner last asked of it.
 *
 * @param snapshots that its hosts have taken, oldest first; they stay while the VM exists
 */
public record Vm(
        VmId id,
        VmHome home,
        VmSpec spec,
        WantedPower wanted,
        Revision revision,
        List<VmSnapshot> snapshots) {
    /** Most VMs in one request: one transaction and a body of well under a megabyte. */
    public static final int MAX_BULK = 1000;

    /** Takes a copy. */
    public Vm {
        snapshots = List.copyOf(snapshots);
    }

    /** Lower tiers first; those that wait for none as they stand, before all others. */
    public static final Comparator<Vm> IN_START_ORDER =
            Comparator.comparingInt(vm -> {
                StartOrder order = vm.spec.startOrder();
                return order == null ? 0 : order.tier();
            });

    /** What the other services are told. */
    public VmState state() {
        return new VmState(id, home.domain(), spec, revision.value(), snapshots);
    }

    /** What placement is asked for, so that the VM becomes what is wanted; nothing at first. */
    public Optional<PlacementRequest> request() {
        return switch (wanted) {
            case DEFINED -> Optional.empty();
            case RUNNING -> Optional.of(new PlaceVmRequested(id, home.domain(), spec));
            case STOPPED -> Optional.of(new StopVmRequested(id, home.domain()));
        };
    }

    /**
     * What operation it takes to give the VM another specification: that of its hardware can change
     * only while no host runs it.
     */
    public VmOperation toBecome(VmSpec other) {
        return hardware(spec).equals(hardware(other))
                ? VmOperation.CONFIGURE
                : VmOperation.CONFIGURE_HARDWARE;
    }

    /** The part of a specification that the host of a running VM would have to know. */
    private static List<Object> hardware(VmSpec spec) {
        VmDetails details = spec.details() == null ? VmDetails.NONE : spec.details();
        return Arrays.asList(
                spec.vcpus(),
                spec.memory(),
                details.maximumMemory(),
                details.disks(),
                details.guest(),
                details.adapters(),
                details.processorCompatibility());
    }

    /**
     * The VM with another specification.
     *
     * @param state where it is in its life
     * @param references what the specification refers to, as far as it exists
     */
    public Verdict<Vm> configured(VmSpec other, VmLifecycle state, VmReferences references) {
        List<Located> refusals = new ArrayList<>();
        VmOperation operation = toBecome(other);
        if (!operation.isLegalIn(state)) {
            refusals.add(new Located("", new VmRefusal.IllegalOperation(id, operation, state)));
        }
        refusals.addAll(references.refusals(id, home, other));
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        return new Verdict.Accepted<>(
                other.equals(spec)
                        ? this
                        : new Vm(id, home, other, wanted, revision.next(), snapshots));
    }

    /** The VM with a specification that was not asked for but found, as after its disk moved. */
    public Vm found(VmSpec other) {
        return new Vm(id, home, other, wanted, revision.next(), snapshots);
    }

    /**
     * What stands against its belonging elsewhere.
     *
     * @param state where it is in its life
     * @param homeExists whether inventory has that cluster or group
     * @param references what its specification refers to, as far as it exists
     */
    public List<Located> refusalsToMove(
            VmHome other, VmLifecycle state, boolean homeExists, VmReferences references) {
        List<Located> refusals = new ArrayList<>();
        if (!VmOperation.HAND_OVER.isLegalIn(state)) {
            refusals.add(
                    new Located(
                            "", new VmRefusal.IllegalOperation(id, VmOperation.HAND_OVER, state)));
        }
        refusals.addAll(
                homeExists
                        ? references.refusals(id, other, spec)
                        : homeRefusals(other, Set.of(), Set.of()));
        return refusals;
    }

    /** The VM where it belongs from now on. */
    public Vm movedTo(VmHome other) {
        return new Vm(id, other, spec, wanted, revision.next(), snapshots);
    }

    /**
     * The same VM with the specification that it has after a hand-over under these terms; the
     * revision is that of the move, which follows.
     */
    public Vm under(HandOverTerms terms) {
        return new Vm(id, home, terms.applied(spec), wanted, revision, snapshots);
    }

    /** The same VM at another revision: of one that existed before, the next. */
    public Vm at(Revision other) {
        return new Vm(id, home, spec, wanted, other, snapshots);
    }

    /** Started or stopped; the same VM when that is what is wanted already. */
    public Vm wanting(WantedPower power) {
        return power == wanted ? this : new Vm(id, home, spec, power, revision.next(), snapshots);
    }

    /** The snapshot of this name. */
    public Optional<VmSnapshot> snapshot(SnapshotName name) {
        return snapshots.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** With another snapshot; the same VM where there is one of that name, or no room for more. */
    public Vm with(VmSnapshot snapshot) {
        if (snapshot(snapshot.name()).isPresent() || snapshots.size() == VmState.MAX_SNAPSHOTS) {
            return this;
        }
        List<VmSnapshot> more = new ArrayList<>(snapshots);
        more.add(snapshot);
        return new Vm(id, home, spec, wanted, revision.next(), more);
    }

    /** Without the snapshot of this name; the same VM where there is none. */
    public Vm without(SnapshotName name) {
        return snapshot(name).isEmpty()
                ? this
                : new Vm(
                        id,
                        home,
                        spec,
                        wanted,
                        revision.next(),
                        snapshots.stream().filter(each -> !each.name().equals(name)).toList());
    }

    /**
     * What stands against doing this with the VM.
     *
     * @param state where it is in its life
     * @param snapshot the one that it is about, if any
     */
    public List<Located> refusals(
            VmAction action, @Nullable SnapshotName snapshot, VmLifecycle state) {
        VmOperation operation = VmOperation.of(action);
        List<Located> refusals = new ArrayList<>();
        if (!operation.isLegalIn(state)) {
            refusals.add(new Located("", new VmRefusal.IllegalOperation(id, operation, state)));
        }
        if (snapshot != null) {
            boolean there = snapshot(snapshot).isPresent();
            if (action != VmAction.SNAPSHOT && !there) {
                refusals.add(new Located("", new VmRefusal.UnknownSnapshot(id, snapshot)));
            } else if (action == VmAction.SNAPSHOT && there) {
                refusals.add(new Located("/name", new VmRefusal.SnapshotExists(id, snapshot)));
            } else if (action == VmAction.SNAPSHOT && snapshots.size() == VmState.MAX_SNAPSHOTS) {
                refusals.add(new Located("", new VmRefusal.TooManySnapshots(id)));
            }
        }
        return refusals;
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
     * @param references what the drafts refer to, as far as it exists
     */
    public static Verdict<List<Vm>> create(
            List<VmDraft> drafts,
            Set<VmId> takenIds,
            Set<ClusterId> clusters,
            Set<HostGroupId> groups,
            VmReferences references) {
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
        VmReferences all = references.and(drafts);
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
            for (Located refusal : all.refusals(draft.id(), draft.home(), draft.spec())) {
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
                                                initially(draft.wanted()),
                                                Revision.FIRST,
                                                List.of()))
                                .toList())
                : new Verdict.Refused<>(refusals);
    }

    /** Who never ran need not be stopped. */
    private static WantedPower initially(WantedPower wanted) {
        return switch (wanted) {
            case DEFINED, STOPPED -> WantedPower.DEFINED;
            case RUNNING -> WantedPower.RUNNING;
        };
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
