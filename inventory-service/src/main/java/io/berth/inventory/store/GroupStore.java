package io.berth.inventory.store;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Revision;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Management groups and the trees of host groups under them.
 *
 * <p>The row of a management group is the lock of its tree: who adds a host, cluster or VM to the
 * tree holds it shared, who changes the tree holds it exclusively. So a change of a reserve sees
 * every host that it concerns, and nothing is added to a group that is being removed.
 */
@ApplicationScoped
public class GroupStore {
    /** How a transaction holds a tree. */
    public enum Hold {
        /** To add to the tree: others may do so at the same time. */
        SHARED(LockModeType.PESSIMISTIC_READ),
        /** To change the tree itself. */
        EXCLUSIVE(LockModeType.PESSIMISTIC_WRITE);

        private final LockModeType mode;

        Hold(LockModeType mode) {
            this.mode = mode;
        }
    }

    private final EntityManager entities;

    GroupStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Whether a management group of exactly this name exists. */
    public boolean exists(String name) {
        return ManagementGroupEntity.count("name", name) > 0;
    }

    /** The management group of this id. */
    public Optional<ManagementGroup> find(long id) {
        return ManagementGroupEntity.<ManagementGroupEntity>findByIdOptional(id)
                .map(ManagementGroupEntity::toDomain);
    }

    /** At most {@code limit} management groups with an id above {@code after}, by id. */
    public List<ManagementGroup> page(long after, int limit) {
        return ManagementGroupEntity.<ManagementGroupEntity>find("id > ?1", Sort.by("id"), after)
                .page(0, limit)
                .stream()
                .map(ManagementGroupEntity::toDomain)
                .toList();
    }

    /** Saves a new management group and gives it its id. */
    public ManagementGroup insert(ManagementGroupName name) {
        ManagementGroupEntity entity = new ManagementGroupEntity();
        entity.name = name.value();
        entity.revision = Revision.FIRST.value();
        entity.persist();
        return entity.toDomain();
    }

    /** Removes a management group; its name is free once the transaction commits. */
    public void remove(ManagementGroup group) {
        ManagementGroupEntity.deleteById(group.id());
    }

    /** The management group of this id, held until the transaction ends. */
    public Optional<ManagementGroup> hold(long id, Hold hold) {
        return ManagementGroupEntity.<ManagementGroupEntity>findByIdOptional(id, hold.mode)
                .map(ManagementGroupEntity::toDomain);
    }

    /** The whole tree of the management group of this name, held until the transaction ends. */
    public Optional<HostGroupTree> holdTree(ManagementGroupName managementGroup, Hold hold) {
        return entities.createQuery(
                        "select id from ManagementGroupEntity where name = :name", Long.class)
                .setParameter("name", managementGroup.value())
                .getResultStream()
                .findFirst()
                .flatMap(id -> hold(id, hold))
                .map(this::tree);
    }

    /**
     * The whole tree that holds a group, held until the transaction ends; absent when there is no
     * such group.
     */
    public Optional<HostGroupTree> holdTree(HostGroupId group, Hold hold) {
        return Optional.ofNullable(holdTrees(Set.of(group), hold).get(group));
    }

    /**
     * The whole trees that hold these groups, held until the transaction ends, by group; groups
     * that do not exist are left out. Held in the order of their ids, so that two transactions
     * never wait for each other.
     */
    public Map<HostGroupId, HostGroupTree> holdTrees(Collection<HostGroupId> groups, Hold hold) {
        Map<Long, HostGroupTree> trees = new TreeMap<>();
        for (Long id : new TreeSet<>(managementGroupsOf(groups).values())) {
            hold(id, hold).ifPresent(group -> trees.put(id, tree(group)));
        }
        return byGroup(groups, trees.values());
    }

    /** What the hosts of these groups keep, unless they set it themselves; read without a hold. */
    public Map<HostGroupId, EffectiveReserve> effectiveReserves(Collection<HostGroupId> groups) {
        List<HostGroupTree> trees =
                Set.copyOf(managementGroupsOf(groups).values()).stream()
                        .flatMap(id -> find(id).stream())
                        .map(this::tree)
                        .toList();
        Map<HostGroupId, EffectiveReserve> reserves = new HashMap<>();
        byGroup(groups, trees).forEach((id, tree) -> reserves.put(id, tree.effectiveReserve(id)));
        return reserves;
    }

    /** Whether there is a group of this id in any tree. */
    public boolean exists(HostGroupId id) {
        return HostGroupEntity.count("id", id.value()) > 0;
    }

    /** The whole tree that holds a group, read without a hold. */
    public Optional<HostGroupTree> tree(HostGroupId id) {
        return managementGroupsOf(Set.of(id)).values().stream()
                .findFirst()
                .flatMap(this::find)
                .map(this::tree)
                .filter(tree -> tree.contains(id));
    }

    /** At most {@code limit} ids of groups above {@code after}, in order. */
    public List<HostGroupId> pageOfGroups(String after, int limit) {
        return HostGroupEntity.<HostGroupEntity>find("id > ?1", Sort.by("id"), after)
                .page(0, limit)
                .stream()
                .map(entity -> new HostGroupId(entity.id))
                .toList();
    }

    /** Saves those groups of a changed tree that are named. */
    public void save(HostGroupTree tree, Collection<HostGroupId> groups) {
        for (HostGroupId id : groups) {
            HostGroupEntity entity = HostGroupEntity.findById(id.value());
            if (entity == null) {
                entity = new HostGroupEntity();
                entity.id = id.value();
                entity.managementGroup = tree.top().id();
                entity.set(tree.get(id));
                entity.persist();
            } else {
                entity.set(tree.get(id));
            }
        }
    }

    /** Removes a group. */
    public void remove(HostGroupId id) {
        HostGroupEntity.deleteById(id.value());
    }

    /** How many groups stand directly or indirectly under a management group. */
    public long countGroups(ManagementGroup group) {
        return HostGroupEntity.count("managementGroup", group.id());
    }

    /** How many groups stand directly under a group. */
    public long countChildren(HostGroupId id) {
        return HostGroupEntity.count("parent", id.value());
    }

    private HostGroupTree tree(ManagementGroup top) {
        List<HostGroup> groups =
                HostGroupEntity.<HostGroupEntity>list("managementGroup", Sort.by("id"), top.id())
                        .stream()
                        .map(HostGroupEntity::toDomain)
                        .toList();
        return new HostGroupTree(top, groups);
    }

    private Map<String, Long> managementGroupsOf(Collection<HostGroupId> groups) {
        return entities.createQuery(
                        "select id, managementGroup from HostGroupEntity where id in :ids",
                        Object[].class)
                .setParameter("ids", groups.stream().map(HostGroupId::value).toList())
                .getResultStream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
    }

    private static Map<HostGroupId, HostGroupTree> byGroup(
            Collection<HostGroupId> groups, Collection<HostGroupTree> trees) {
        Map<HostGroupId, HostGroupTree> byGroup = new HashMap<>();
        for (HostGroupId id : groups) {
            for (HostGroupTree tree : trees) {
                if (tree.contains(id)) {
                    byGroup.put(id, tree);
                }
            }
        }
        return byGroup;
    }
}
