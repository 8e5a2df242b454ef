package io.berth.inventory.domain;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.inventory.HostGroupState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All host groups of one management group, as a snapshot to decide from.
 *
 * <p>Goal: a change anywhere in the tree says exactly which groups look different afterwards, so
 * that each of them, and each host in them, is published anew and nothing else is. A group looks
 * different when its own fields changed or when its effective reserve did.
 *
 * <p>Example: {@code all(cpu 10 %) → lab(memory 2 GiB) → rack}. Setting {@code cpu 20 %} on {@code
 * all} changes all three; setting it on {@code lab} changes {@code lab} and {@code rack}; setting
 * memory on {@code all} changes only {@code all}, because {@code lab} sets its own.
 *
 * <p>Every step walks from a group to the top, at most {@link #MAX_DEPTH} levels, so a change costs
 * {@code O(groups × depth)}.
 */
public final class HostGroupTree {
    /** Most levels; deep enough for any organisation, and it bounds every walk to the top. */
    public static final int MAX_DEPTH = 32;

    /** Most groups of one management group: a change republishes them all in one transaction. */
    public static final int MAX_GROUPS = 10_000;

    private final ManagementGroup top;
    private final Map<HostGroupId, HostGroup> groups;

    public HostGroupTree(ManagementGroup top, Collection<HostGroup> groups) {
        this.top = top;
        Map<HostGroupId, HostGroup> byId = new LinkedHashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        this.groups = byId;
    }

    /** The management group whose tree it is. */
    public ManagementGroup top() {
        return top;
    }

    /** Whether the tree holds this group. */
    public boolean contains(HostGroupId id) {
        return groups.containsKey(id);
    }

    /**
     * The group of this id.
     *
     * @throws IllegalArgumentException when the tree does not hold it
     */
    public HostGroup get(HostGroupId id) {
        HostGroup group = groups.get(id);
        if (group == null) {
            throw new IllegalArgumentException("host group " + id + " is not in this tree");
        }
        return group;
    }

    /** What the hosts of a group keep, unless they set it themselves. */
    public EffectiveReserve effectiveReserve(HostGroupId id) {
        EffectiveReserve reserve = EffectiveReserve.UNSET;
        for (HostGroup group : pathFromTop(id)) {
            reserve = reserve.overriddenBy(group.reserve(), new ReserveOrigin.Group(group.id()));
        }
        return reserve;
    }

    /** What the other services are told of a group. */
    public HostGroupState state(HostGroupId id) {
        HostGroup group = get(id);
        return new HostGroupState(
                id,
                group.parent(),
                top.name().value(),
                effectiveReserve(id).reserve(),
                group.revision().value());
    }

    /**
     * A new group under {@code parent}, or directly under the management group.
     *
     * @param taken whether a group of this id exists, in this tree or another
     */
    public Verdict<Change> add(
            HostGroupId id, @Nullable HostGroupId parent, ReserveOverride reserve, boolean taken) {
        List<Located> refusals = new ArrayList<>();
        if (taken) {
            refusals.add(
                    at(
                            "/id",
                            new InventoryRefusal.AlreadyExists(EntityKind.HOST_GROUP, id.value())));
        }
        if (groups.size() >= MAX_GROUPS) {
            refusals.add(
                    at(
                            "",
                            new InventoryRefusal.TooMany(
                                    EntityKind.HOST_GROUP,
                                    "management group " + top.name(),
                                    groups.size() + 1L,
                                    MAX_GROUPS)));
        }
        if (parent != null) {
            if (!contains(parent)) {
                refusals.add(
                        at(
                                "/parent",
                                new InventoryRefusal.UnknownReference(
                                        EntityKind.HOST_GROUP, parent.value())));
            } else if (pathFromTop(parent).size() >= MAX_DEPTH) {
                refusals.add(
                        at(
                                "/parent",
                                new InventoryRefusal.TreeTooDeep(
                                        id, pathFromTop(parent).size() + 1, MAX_DEPTH)));
            }
        }
        return refusals.isEmpty()
                ? changed(new HostGroup(id, parent, reserve, Revision.FIRST))
                : new Verdict.Refused<>(refusals);
    }

    /** Moves a group with all that hangs below it. */
    public Verdict<Change> move(HostGroupId id, @Nullable HostGroupId newParent) {
        HostGroup group = get(id);
        if (newParent == null) {
            return changed(group.withParent(null));
        }
        if (!contains(newParent)) {
            return refusedParent(
                    new InventoryRefusal.UnknownReference(
                            EntityKind.HOST_GROUP, newParent.value()));
        }
        List<HostGroupId> path = pathFromTop(newParent).stream().map(HostGroup::id).toList();
        if (path.contains(id)) {
            return refusedParent(
                    new InventoryRefusal.GroupCycle(
                            id, newParent, path.subList(path.indexOf(id), path.size())));
        }
        int depth = path.size() + height(id);
        return depth > MAX_DEPTH
                ? refusedParent(new InventoryRefusal.TreeTooDeep(id, depth, MAX_DEPTH))
                : changed(group.withParent(newParent));
    }

    /** Replaces the fields that a group sets itself. */
    public Verdict<Change> setReserve(HostGroupId id, ReserveOverride reserve) {
        return changed(get(id).withReserve(reserve));
    }

    private Verdict<Change> changed(HostGroup group) {
        Map<HostGroupId, HostGroup> after = new LinkedHashMap<>(groups);
        after.put(group.id(), group);
        HostGroupTree next = new HostGroupTree(top, after.values());
        List<HostGroupId> different = new ArrayList<>();
        different.add(group.id());
        for (HostGroup other : groups.values()) {
            if (!other.id().equals(group.id())
                    && !effectiveReserve(other.id())
                            .reserve()
                            .equals(next.effectiveReserve(other.id()).reserve())) {
                different.add(other.id());
                after.put(other.id(), other.touched());
            }
        }
        return new Verdict.Accepted<>(
                new Change(new HostGroupTree(top, after.values()), different));
    }

    private List<HostGroup> pathFromTop(HostGroupId id) {
        List<HostGroup> path = new ArrayList<>();
        HostGroupId next = id;
        while (next != null) {
            HostGroup group = get(next);
            path.addFirst(group);
            if (path.size() > MAX_DEPTH) {
                throw new IllegalStateException(
                        "host group " + id + " is deeper than " + MAX_DEPTH + " levels");
            }
            next = group.parent();
        }
        return path;
    }

    /** Levels of the subtree that hangs on a group, itself included. */
    private int height(HostGroupId id) {
        int above = pathFromTop(id).size() - 1;
        int height = 1;
        for (HostGroup other : groups.values()) {
            List<HostGroup> path = pathFromTop(other.id());
            if (path.stream().anyMatch(group -> group.id().equals(id))) {
                height = Math.max(height, path.size() - above);
            }
        }
        return height;
    }

    private static Verdict<Change> refusedParent(InventoryRefusal refusal) {
        return new Verdict.Refused<>(List.of(at("/parent", refusal)));
    }

    private static Located at(String pointer, InventoryRefusal refusal) {
        return new Located(pointer, refusal);
    }

    /**
     * The tree after a change.
     *
     * @param different the groups that look different than before, the changed one first; each has
     *     a higher revision
     */
    public record Change(HostGroupTree tree, List<HostGroupId> different) {
        /** Copies the list. */
        public Change {
            different = List.copyOf(different);
        }
    }
}
