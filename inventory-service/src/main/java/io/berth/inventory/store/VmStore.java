package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.VmReferences;
import io.berth.inventory.store.lists.ListQuery;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** VMs as they are specified. */
@ApplicationScoped
public class VmStore {
    private final EntityManager entities;

    VmStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Saves new VMs. */
    public void insert(List<Vm> vms) {
        vms.forEach(vm -> VmEntity.of(vm).persist());
    }

    /** Saves a changed VM. */
    public void update(Vm vm) {
        VmEntity.<VmEntity>findById(vm.id().value()).set(vm);
    }

    /** Removes a VM. */
    public void remove(VmId id) {
        VmEntity.deleteById(id.value());
    }

    /** The VM of this id. */
    public Optional<Vm> find(VmId id) {
        return VmEntity.<VmEntity>findByIdOptional(id.value()).map(VmEntity::toDomain);
    }

    /** Those of these VMs that exist, by id. */
    public Map<VmId, Vm> find(Collection<VmId> ids) {
        return VmEntity.<VmEntity>stream("id in ?1", ids.stream().map(VmId::value).toList())
                .map(VmEntity::toDomain)
                .collect(Collectors.toMap(Vm::id, vm -> vm));
    }

    /** The VM of this id, locked until the transaction ends. */
    public Optional<Vm> findForChange(VmId id) {
        return VmEntity.<VmEntity>findByIdOptional(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .map(VmEntity::toDomain);
    }

    /** Those of these VMs that exist. */
    public Set<VmId> existing(Collection<VmId> ids) {
        return entities.createQuery("select id from VmEntity where id in :ids", String.class)
                .setParameter("ids", ids.stream().map(VmId::value).toList())
                .getResultStream()
                .map(VmId::new)
                .collect(Collectors.toSet());
    }

    /**
     * At most {@code limit} VMs with an id above {@code after}, by id.
     *
     * @param home only of this cluster or group; null for all
     */
    public List<Vm> page(@Nullable VmHome home, String after, int limit) {
        Sort byId = Sort.by("id");
        return (switch (home) {
                    case null -> VmEntity.<VmEntity>find("id > ?1", byId, after);
                    case VmHome.InCluster(var cluster) ->
                            VmEntity.<VmEntity>find(
                                    "id > ?1 and cluster = ?2", byId, after, cluster.value());
                    case VmHome.InGroup(var group) ->
                            VmEntity.<VmEntity>find(
                                    "id > ?1 and hostGroup = ?2", byId, after, group.value());
                })
                .page(0, limit).stream().map(VmEntity::toDomain).toList();
    }

    /** The VMs of these affinity sets that are of an anti-affinity set as well. */
    public List<VmReferences.Bound> boundBy(Collection<String> affinitySets) {
        return affinitySets.isEmpty()
                ? List.of()
                : VmEntity.<VmEntity>stream(
                                "affinitySet in ?1 and antiAffinitySet is not null", affinitySets)
                        .map(VmEntity::toDomain)
                        .map(vm -> VmReferences.Bound.of(vm.id(), vm.home(), vm.spec()))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** How many VMs belong to a cluster. */
    public long countInCluster(ClusterId cluster) {
        return VmEntity.count("cluster", cluster.value());
    }

    /** A part of the list of all VMs. */
    public List<Vm> list(ListQuery query) {
        return query.find(entities, VmEntity.class).stream().map(VmEntity::toDomain).toList();
    }

    /** How many VMs belong to the stand-alone hosts of a group. */
    public long countInGroup(HostGroupId group) {
        return VmEntity.count("hostGroup", group.value());
    }
}
