package io.berth.inventory.app;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.inventory.HostState;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changing the tree of host groups. Whatever a change touches is announced anew with its effective
 * reserve: the groups and the hosts in them.
 */
@ApplicationScoped
public class HostGroups {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final Announcements announcements;

    HostGroups(
            UnitOfWork unitOfWork,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
        this.announcements = announcements;
    }

    /**
     * A group that somebody wishes to have.
     *
     * @param managementGroup may be absent where there is a parent
     * @param parent absent for a group directly under its management group
     */
    public record Draft(
            HostGroupId id,
            @Nullable ManagementGroupName managementGroup,
            @Nullable HostGroupId parent,
            ReserveOverride reserve) {
        /**
         * @throws IllegalArgumentException when neither says where the group belongs
         */
        public Draft {
            if (managementGroup == null && parent == null) {
                throw new IllegalArgumentException("a parent or a management group is needed");
            }
        }
    }

    /** The tree with a new group in it. */
    public Verdict<HostGroupTree> create(Draft draft) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree = treeFor(draft);
            if (tree.isEmpty()) {
                return new Verdict.Refused<>(List.of(unknownPlace(draft)));
            }
            HostGroupId parent = draft.parent();
            ManagementGroupName asked = draft.managementGroup();
            ManagementGroupName actual = tree.get().top().name();
            if (parent != null && asked != null && !asked.equals(actual)) {
                return new Verdict.Refused<>(
                        List.of(
                                new Located(
                                        "/managementGroup",
                                        new InventoryRefusal.OtherManagementGroup(
                                                parent, actual, asked))));
            }
            return apply(
                    tree.get(),
                    tree.get().add(draft.id(), parent, draft.reserve(), groups.exists(draft.id())));
        });
    }

    /** The tree after a group sets other reserve fields itself. */
    public Verdict<HostGroupTree> setReserve(
            HostGroupId id, ReserveOverride reserve, @Nullable Revision expected) {
        return change(id, expected, tree -> tree.setReserve(id, reserve));
    }

    /**
     * The tree after a group was moved.
     *
     * @param parent absent to hang it directly under the management group
     */
    public Verdict<HostGroupTree> move(
            HostGroupId id, @Nullable HostGroupId parent, @Nullable Revision expected) {
        return change(id, expected, tree -> tree.move(id, parent));
    }

    /** Removes an empty group and returns it. */
    public Verdict<HostGroup> remove(HostGroupId id, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            HostGroupTree tree = groups.holdTree(id, Hold.EXCLUSIVE).orElse(null);
            if (tree == null) {
                return Verdict.refused(notFound(id));
            }
            HostGroup group = tree.get(id);
            if (expected != null && !expected.equals(group.revision())) {
                return Verdict.refused(stale(group));
            }
            String holds = contents(id);
            if (!holds.isEmpty()) {
                return Verdict.refused(
                        new InventoryRefusal.NotEmpty(EntityKind.HOST_GROUP, id.value(), holds));
            }
            groups.remove(id);
            announcements.removed(tree.state(id));
            return new Verdict.Accepted<>(group);
        });
    }

    private Optional<HostGroupTree> treeFor(Draft draft) {
        HostGroupId parent = draft.parent();
        ManagementGroupName managementGroup = draft.managementGroup();
        if (parent != null) {
            return groups.holdTree(parent, Hold.EXCLUSIVE);
        }
        return managementGroup == null
                ? Optional.empty()
                : groups.holdTree(managementGroup, Hold.EXCLUSIVE);
    }

    private static Located unknownPlace(Draft draft) {
        HostGroupId parent = draft.parent();
        return parent == null
                ? new Located(
                        "/managementGroup",
                        new InventoryRefusal.UnknownReference(
                                EntityKind.MANAGEMENT_GROUP,
                                String.valueOf(draft.managementGroup())))
                : new Located(
                        "/parent",
                        new InventoryRefusal.UnknownReference(
                                EntityKind.HOST_GROUP, parent.value()));
    }

    private Verdict<HostGroupTree> change(
            HostGroupId id,
            @Nullable Revision expected,
            Function<HostGroupTree, Verdict<HostGroupTree.Change>> decision) {
        return unitOfWork.run(() -> {
            HostGroupTree tree = groups.holdTree(id, Hold.EXCLUSIVE).orElse(null);
            if (tree == null) {
                return Verdict.refused(notFound(id));
            }
            HostGroup group = tree.get(id);
            return expected != null && !expected.equals(group.revision())
                    ? Verdict.refused(stale(group))
                    : apply(tree, decision.apply(tree));
        });
    }

    private Verdict<HostGroupTree> apply(
            HostGroupTree before, Verdict<HostGroupTree.Change> verdict) {
        return switch (verdict) {
            case Verdict.Refused<HostGroupTree.Change>(var refusals) ->
                    new Verdict.Refused<>(refusals);
            case Verdict.Accepted<HostGroupTree.Change>(var change) -> {
                HostGroupTree after = change.tree();
                groups.save(after, change.different());
                announcements.changed(change.different().stream().map(after::state).toList());
                announceHosts(before, after, change.different());
                yield new Verdict.Accepted<>(after);
            }
        };
    }

    /**
     * Saves and announces the hosts whose effective reserve is another after a change of the tree,
     * in the caller's transaction.
     */
    public void announceHosts(
            HostGroupTree before, HostGroupTree after, Collection<HostGroupId> different) {
        List<HostGroupId> existing = different.stream().filter(before::contains).toList();
        List<HostState> states = new ArrayList<>();
        for (Host host : hosts.inGroupsForChange(existing)) {
            EffectiveReserve now = after.effectiveReserve(host.group());
            EffectiveReserve then = before.effectiveReserve(host.group());
            if (!host.effectiveReserve(now)
                    .reserve()
                    .equals(host.effectiveReserve(then).reserve())) {
                Host touched = host.touched();
                hosts.update(touched);
                states.add(touched.state(now));
            }
        }
        announcements.changed(states);
    }

    private String contents(HostGroupId id) {
        List<String> contents = new ArrayList<>();
        addCount(contents, groups.countChildren(id), "host groups");
        addCount(contents, hosts.countHosts(id), "hosts");
        addCount(contents, vms.countInGroup(id), "VMs");
        return String.join(", ", contents);
    }

    private static void addCount(List<String> contents, long count, String noun) {
        if (count > 0) {
            contents.add(count + " " + noun);
        }
    }

    private static InventoryRefusal notFound(HostGroupId id) {
        return new InventoryRefusal.NotFound(EntityKind.HOST_GROUP, id.value());
    }

    private static InventoryRefusal stale(HostGroup group) {
        return new InventoryRefusal.Stale(
                EntityKind.HOST_GROUP, group.id().value(), group.revision());
    }
}
