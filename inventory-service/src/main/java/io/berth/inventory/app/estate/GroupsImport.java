package io.berth.inventory.app.estate;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.HostGroups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Management groups and host groups of an imported estate. */
@ApplicationScoped
public class GroupsImport {
    private final GroupStore groups;
    private final HostGroups hostGroups;
    private final Announcements announcements;

    GroupsImport(GroupStore groups, HostGroups hostGroups, Announcements announcements) {
        this.groups = groups;
        this.hostGroups = hostGroups;
        this.announcements = announcements;
    }

    /** Applies them, and holds every tree that the file concerns until the transaction ends. */
    EstateTrees apply(ImportPlan plan, ImportTally tally) {
        for (EstateElement.OfManagementGroup element : plan.managementGroups()) {
            apply(element, tally);
        }
        EstateTrees trees = hold(plan);
        for (EstateElement.OfHostGroup element : parentsFirst(plan, tally)) {
            apply(element, plan, trees, tally);
            tally.step();
        }
        if (tally.saves()) {
            trees.names().forEach(name -> save(trees, name));
        }
        return trees;
    }

    /** A new one is saved even in a dry run, which is undone as a whole: its tree needs its id. */
    private void apply(EstateElement.OfManagementGroup element, ImportTally tally) {
        String name = element.name();
        tally.step();
        if (name != null && ManagementGroupName.isPrintable(name) && groups.exists(name)) {
            tally.unchanged(EntityKind.MANAGEMENT_GROUP);
            return;
        }
        switch (ManagementGroupName.judge(name, false)) {
            case Verdict.Refused<ManagementGroupName>(var refusals) ->
                    tally.refuse(refusals, element.pointer() + "/name");
            case Verdict.Accepted<ManagementGroupName>(var accepted) -> {
                ManagementGroup group = groups.insert(accepted);
                tally.created(EntityKind.MANAGEMENT_GROUP, accepted.value());
                if (tally.saves()) {
                    announcements.changed(group.state());
                }
            }
        }
    }

    private EstateTrees hold(ImportPlan plan) {
        EstateTrees trees = new EstateTrees(plan);
        Set<HostGroupId> named = plan.groupsNamed();
        groups.holdTrees(named, Hold.EXCLUSIVE)
                .forEach((group, tree) -> trees.start(tree, List.of(group)));
        for (ManagementGroupName name : plan.treesNamed()) {
            if (trees.find(name).isEmpty()) {
                groups.holdTree(name, Hold.EXCLUSIVE)
                        .ifPresent(tree -> trees.start(tree, List.of()));
            }
        }
        return trees;
    }

    /**
     * The host groups of the file so that each comes after its parent; what is left is a circle.
     */
    private static List<EstateElement.OfHostGroup> parentsFirst(
            ImportPlan plan, ImportTally tally) {
        List<EstateElement.OfHostGroup> ordered = new ArrayList<>();
        Set<HostGroupId> placed = new HashSet<>();
        List<EstateElement.OfHostGroup> waiting = List.copyOf(plan.hostGroups().values());
        int before;
        do {
            before = waiting.size();
            List<EstateElement.OfHostGroup> later = new ArrayList<>();
            for (EstateElement.OfHostGroup element : waiting) {
                HostGroupId parent = element.group().parent();
                if (parent == null
                        || placed.contains(parent)
                        || !plan.hostGroups().containsKey(parent)) {
                    placed.add(element.group().id());
                    ordered.add(element);
                } else {
                    later.add(element);
                }
            }
            waiting = later;
        } while (!waiting.isEmpty() && waiting.size() < before);
        waiting.forEach(element -> tally.refuse(circle(element, plan)));
        return ordered;
    }

    private static Located circle(EstateElement.OfHostGroup element, ImportPlan plan) {
        HostGroupId group = element.group().id();
        HostGroupId parent = Objects.requireNonNull(element.group().parent());
        List<HostGroupId> path = new ArrayList<>();
        for (HostGroupId at = parent; at != null && !path.contains(at); ) {
            path.add(at);
            EstateElement.OfHostGroup above = plan.hostGroups().get(at);
            at = above == null ? null : above.group().parent();
        }
        return new Located(
                element.pointer() + "/parent",
                new InventoryRefusal.GroupCycle(group, parent, path.reversed()));
    }

    private void apply(
            EstateElement.OfHostGroup element,
            ImportPlan plan,
            EstateTrees trees,
            ImportTally tally) {
        HostGroups.Draft draft = element.group();
        ManagementGroupName home = homeFor(element, plan, trees, tally);
        if (home == null) {
            return;
        }
        ManagementGroupName actual = trees.home(draft.id());
        if (actual == null) {
            Verdict<HostGroupTree.Change> verdict =
                    trees.now(home).add(draft.id(), draft.parent(), draft.reserve(), false);
            if (accepted(verdict, element, trees, tally)) {
                tally.created(EntityKind.HOST_GROUP, draft.id().value());
            }
        } else if (!actual.equals(home)) {
            tally.refuse(
                    new Located(
                            element.pointer() + "/managementGroup",
                            new EstateRefusal.NotChangedByImport(
                                    EntityKind.HOST_GROUP,
                                    draft.id().value(),
                                    List.of(
                                            new Difference(
                                                    "managementGroup",
                                                    actual.value(),
                                                    home.value())))));
        } else {
            change(element, home, trees, tally);
        }
    }

    private static void change(
            EstateElement.OfHostGroup element,
            ManagementGroupName home,
            EstateTrees trees,
            ImportTally tally) {
        HostGroups.Draft draft = element.group();
        HostGroup is = trees.now(home).get(draft.id());
        List<Difference> fields = new ArrayList<>();
        if (!Objects.equals(is.parent(), draft.parent())) {
            if (!accepted(
                    trees.now(home).move(draft.id(), draft.parent()), element, trees, tally)) {
                return;
            }
            fields.add(new Difference("parent", text(is.parent()), text(draft.parent())));
        }
        if (!is.reserve().equals(draft.reserve())) {
            if (!accepted(
                    trees.now(home).setReserve(draft.id(), draft.reserve()),
                    element,
                    trees,
                    tally)) {
                return;
            }
            fields.add(Elements.reserve(is.reserve(), draft.reserve()));
        }
        if (fields.isEmpty()) {
            tally.unchanged(EntityKind.HOST_GROUP);
        } else {
            tally.changed(EntityKind.HOST_GROUP, draft.id().value(), fields);
        }
    }

    /** The tree that a group belongs to; null when that was refused, or what it names was. */
    private static @Nullable ManagementGroupName homeFor(
            EstateElement.OfHostGroup element,
            ImportPlan plan,
            EstateTrees trees,
            ImportTally tally) {
        HostGroups.Draft draft = element.group();
        HostGroupId parent = draft.parent();
        ManagementGroupName asked = draft.managementGroup();
        if (parent != null) {
            ManagementGroupName actual = trees.home(parent);
            if (actual == null) {
                if (!plan.brings(EntityKind.HOST_GROUP, parent.value())) {
                    tally.refuse(
                            unknown(element, "/parent", EntityKind.HOST_GROUP, parent.value()));
                }
                return null;
            }
            if (asked != null && !asked.equals(actual)) {
                tally.refuse(
                        new Located(
                                element.pointer() + "/managementGroup",
                                new InventoryRefusal.OtherManagementGroup(parent, actual, asked)));
                return null;
            }
            return actual;
        }
        String name = String.valueOf(asked);
        if (asked != null && trees.find(asked).isPresent()) {
            return asked;
        }
        if (!plan.brings(EntityKind.MANAGEMENT_GROUP, name)) {
            tally.refuse(unknown(element, "/managementGroup", EntityKind.MANAGEMENT_GROUP, name));
        }
        return null;
    }

    private static Located unknown(
            EstateElement element, String field, EntityKind kind, String id) {
        return new Located(
                element.pointer() + field, new InventoryRefusal.UnknownReference(kind, id));
    }

    private static boolean accepted(
            Verdict<HostGroupTree.Change> verdict,
            EstateElement.OfHostGroup element,
            EstateTrees trees,
            ImportTally tally) {
        return switch (verdict) {
            case Verdict.Refused<HostGroupTree.Change>(var refusals) -> {
                tally.refuse(refusals, element.pointer());
                yield false;
            }
            case Verdict.Accepted<HostGroupTree.Change>(var change) -> {
                trees.changed(element.group().id(), change);
                yield true;
            }
        };
    }

    private void save(EstateTrees trees, ManagementGroupName name) {
        Set<HostGroupId> different = trees.different(name);
        if (!different.isEmpty()) {
            HostGroupTree after = trees.now(name);
            groups.save(after, different);
            announcements.changed(different.stream().map(after::state).toList());
            hostGroups.announceHosts(trees.before(name), after, different);
        }
    }

    private static @Nullable String text(@Nullable HostGroupId id) {
        return id == null ? null : id.value();
    }
}
