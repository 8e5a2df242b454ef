package io.berth.inventory.app.estate;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.ManagementGroupName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trees that an import concerns, as they were when it began and as they have become. */
final class EstateTrees {
    private final ImportPlan plan;
    private final Map<ManagementGroupName, HostGroupTree> before = new LinkedHashMap<>();
    private final Map<ManagementGroupName, HostGroupTree> now = new HashMap<>();
    private final Map<ManagementGroupName, Set<HostGroupId>> different = new HashMap<>();
    private final Map<HostGroupId, ManagementGroupName> homes = new HashMap<>();
    private final Map<HostGroupId, EffectiveReserve> reserves = new HashMap<>();

    EstateTrees(ImportPlan plan) {
        this.plan = plan;
    }

    /** A tree as it is before the import. */
    void start(HostGroupTree tree, Iterable<HostGroupId> groups) {
        ManagementGroupName name = tree.top().name();
        if (before.putIfAbsent(name, tree) == null) {
            now.put(name, tree);
        }
        groups.forEach(group -> {
            if (tree.contains(group)) {
                homes.put(group, name);
            }
        });
    }

    /** A group was added or changed. */
    void changed(HostGroupId group, HostGroupTree.Change change) {
        ManagementGroupName name = change.tree().top().name();
        now.put(name, change.tree());
        different.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(change.different());
        homes.put(group, name);
        reserves.clear();
    }

    Set<ManagementGroupName> names() {
        return before.keySet();
    }

    HostGroupTree before(ManagementGroupName name) {
        return tree(before, name);
    }

    HostGroupTree now(ManagementGroupName name) {
        return tree(now, name);
    }

    /** The groups of a tree that look different than before, parents before their children. */
    Set<HostGroupId> different(ManagementGroupName name) {
        return different.getOrDefault(name, Set.of());
    }

    Optional<HostGroupTree> find(ManagementGroupName name) {
        return Optional.ofNullable(now.get(name));
    }

    /** The tree that a group is in; null when there is none. */
    @Nullable ManagementGroupName home(HostGroupId group) {
        return homes.get(group);
    }

    /**
     * Whether a group exists, or would if the file were in order: what refers to a group that is
     * itself refused is not refused for that.
     */
    boolean knows(HostGroupId group) {
        return homes.containsKey(group) || plan.brings(EntityKind.HOST_GROUP, group.value());
    }

    /** What the hosts of a group keep. */
    EffectiveReserve reserve(HostGroupId group) {
        return reserves.computeIfAbsent(
                group,
                id -> {
                    ManagementGroupName home = homes.get(id);
                    return home == null ? EffectiveReserve.UNSET : now(home).effectiveReserve(id);
                });
    }

    private static HostGroupTree tree(
            Map<ManagementGroupName, HostGroupTree> trees, ManagementGroupName name) {
        HostGroupTree tree = trees.get(name);
        if (tree == null) {
            throw new IllegalStateException("the tree of " + name + " is not held");
        }
        return tree;
    }
}
