package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.Host;
import io.berth.inventory.store.lists.ListQuery;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clusters and hosts. */
@ApplicationScoped
public class HostStore {
    private final EntityManager entities;

    HostStore(EntityManager entities) {
        this.entities = entities;
    }

    /** The cluster of this id with its nodes. */
    public Optional<Cluster> find(ClusterId id) {
        return ClusterEntity.<ClusterEntity>findByIdOptional(id.value()).map(this::withNodes);
    }

    /** The cluster of this id with its nodes, locked until the transaction ends. */
    public Optional<Cluster> findForChange(ClusterId id) {
        return ClusterEntity.<ClusterEntity>findByIdOptional(
                        id.value(), LockModeType.PESSIMISTIC_WRITE)
                .map(this::withNodes);
    }

    /** At most {@code limit} clusters with an id above {@code after}, by id. */
    public List<Cluster> pageOfClusters(String after, int limit) {
        List<ClusterEntity> page =
                ClusterEntity.<ClusterEntity>find("id > ?1", Sort.by("id"), after)
                        .page(0, limit)
                        .list();
        Map<String, List<HostId>> nodes = nodes(page.stream().map(entity -> entity.id).toList());
        return page.stream()
                .map(entity -> entity.toDomain(nodes.getOrDefault(entity.id, List.of())))
                .toList();
    }

    /** The group of a cluster. */
    public Optional<HostGroupId> groupOf(ClusterId id) {
        return ClusterEntity.<ClusterEntity>findByIdOptional(id.value())
                .map(entity -> new HostGroupId(entity.hostGroup));
    }

    /** Those of these clusters that exist. */
    public Set<ClusterId> existing(Collection<ClusterId> ids) {
        return entities.createQuery("select id from ClusterEntity where id in :ids", String.class)
                .setParameter("ids", ids.stream().map(ClusterId::value).toList())
                .getResultStream()
                .map(ClusterId::new)
                .collect(Collectors.toSet());
    }

    /** Saves a new cluster with all its hosts. */
    public void insert(Cluster cluster, List<Host> hosts) {
        ClusterEntity.of(cluster).persist();
        insertNodes(cluster, hosts);
    }

    /** Saves a changed cluster and hosts that are new in it. */
    public void update(Cluster cluster, List<Host> newHosts) {
        ClusterEntity.<ClusterEntity>findById(cluster.id().value()).set(cluster);
        insertNodes(cluster, newHosts);
    }

    private void insertNodes(Cluster cluster, List<Host> hosts) {
        entities.flush(); // The cluster's row first: hosts refer to it, and inserts are reordered.
        Integer highest =
                entities.createQuery(
                                "select max(nodeOrder) from HostEntity where cluster = :cluster",
                                Integer.class)
                        .setParameter("cluster", cluster.id().value())
                        .getSingleResult();
        int last = highest == null ? -1 : highest;
        for (Host host : hosts) {
            HostEntity.of(host, ++last).persist();
        }
    }

    /** Saves a new stand-alone host. */
    public void insertStandalone(Host host) {
        HostEntity.of(host, null).persist();
    }

    /** Saves a changed host. */
    public void update(Host host) {
        HostEntity.<HostEntity>findById(host.id().value()).set(host);
    }

    /** The host of this id. */
    public Optional<Host> find(HostId id) {
        return HostEntity.<HostEntity>findByIdOptional(id.value()).map(HostEntity::toDomain);
    }

    /** Those of these hosts that exist, by id. */
    public Map<HostId, Host> find(Collection<HostId> ids) {
        return HostEntity.<HostEntity>stream("id in ?1", ids.stream().map(HostId::value).toList())
                .map(HostEntity::toDomain)
                .collect(Collectors.toMap(Host::id, host -> host));
    }

    /** The host of this id, locked until the transaction ends. */
    public Optional<Host> findForChange(HostId id) {
        return HostEntity.<HostEntity>findByIdOptional(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .map(HostEntity::toDomain);
    }

    /** The group of a host; the host itself is not read, so that it can be locked afterwards. */
    public Optional<HostGroupId> groupOf(HostId id) {
        return entities.createQuery("select hostGroup from HostEntity where id = :id", String.class)
                .setParameter("id", id.value())
                .getResultStream()
                .findFirst()
                .map(HostGroupId::new);
    }

    /** Those of these hosts that exist. */
    public Set<HostId> existingHosts(Collection<HostId> ids) {
        return entities.createQuery("select id from HostEntity where id in :ids", String.class)
                .setParameter("ids", ids.stream().map(HostId::value).toList())
                .getResultStream()
                .map(HostId::new)
                .collect(Collectors.toSet());
    }

    /** All hosts of these groups, in clusters or not, locked until the transaction ends, by id. */
    public List<Host> inGroupsForChange(Collection<HostGroupId> groups) {
        return HostEntity.<HostEntity>find(
                        "hostGroup in ?1",
                        Sort.by("id"),
                        groups.stream().map(HostGroupId::value).toList())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .map(HostEntity::toDomain)
                .toList();
    }

    /**
     * At most {@code limit} hosts with an id above {@code after}, by id.
     *
     * @param cluster only of this cluster; null for all
     */
    public List<Host> page(@Nullable ClusterId cluster, String after, int limit) {
        return (cluster == null
                        ? HostEntity.<HostEntity>find("id > ?1", Sort.by("id"), after)
                        : HostEntity.<HostEntity>find(
                                "id > ?1 and cluster = ?2", Sort.by("id"), after, cluster.value()))
                .page(0, limit).stream().map(HostEntity::toDomain).toList();
    }

    /** The hosts of a cluster, in the order of joining. */
    public List<Host> nodesOf(ClusterId cluster) {
        return HostEntity.<HostEntity>find("cluster", Sort.by("nodeOrder"), cluster.value())
                .stream()
                .map(HostEntity::toDomain)
                .toList();
    }

    /** The cluster of a host; empty for a stand-alone one and where there is no such host. */
    public Optional<ClusterId> clusterOf(HostId id) {
        return entities.createQuery(
                        "select cluster from HostEntity where id = :id and cluster is not null",
                        String.class)
                .setParameter("id", id.value())
                .getResultStream()
                .findFirst()
                .map(ClusterId::new);
    }

    /** Removes a host and what is known of its credentials. */
    public void remove(HostId id) {
        HostCredentialEntity.delete("host", id.value());
        HostEntity.deleteById(id.value());
    }

    /** Removes a cluster, whose hosts are gone. */
    public void remove(ClusterId id) {
        entities.flush(); // Its hosts first: they refer to it.
        ClusterEntity.deleteById(id.value());
    }

    /** Where those of these hosts belong that exist. */
    public Map<HostId, DomainId> domainsOf(Collection<HostId> ids) {
        Map<HostId, DomainId> domains = new HashMap<>();
        if (ids.isEmpty()) {
            return domains;
        }
        entities.createQuery(
                        "select id, cluster, hostGroup from HostEntity where id in :ids",
                        Object[].class)
                .setParameter("ids", ids.stream().map(HostId::value).toList())
                .getResultStream()
                .forEach(row ->
                        domains.put(
                                new HostId((String) row[0]),
                                row[1] == null
                                        ? DomainId.standalone(new HostGroupId((String) row[2]))
                                        : DomainId.of(new ClusterId((String) row[1]))));
        return domains;
    }

    /** A part of the list of all hosts. */
    public List<Host> list(ListQuery query) {
        return query.find(entities, HostEntity.class).stream().map(HostEntity::toDomain).toList();
    }

    /** How many stand-alone hosts a group has. */
    public long countStandalone(HostGroupId group) {
        return HostEntity.count("hostGroup = ?1 and cluster is null", group.value());
    }

    /** How many hosts a group has, in clusters or not. */
    public long countHosts(HostGroupId group) {
        return HostEntity.count("hostGroup", group.value());
    }

    private Cluster withNodes(ClusterEntity entity) {
        return entity.toDomain(nodes(List.of(entity.id)).getOrDefault(entity.id, List.of()));
    }

    private Map<String, List<HostId>> nodes(List<String> clusters) {
        Map<String, List<HostId>> nodes = new HashMap<>();
        entities.createQuery(
                        "select cluster, id from HostEntity where cluster in :clusters order by"
                                + " nodeOrder",
                        Object[].class)
                .setParameter("clusters", clusters)
                .getResultStream()
                .forEach(row ->
                        nodes.computeIfAbsent((String) row[0], _ -> new ArrayList<>())
                                .add(new HostId((String) row[1])));
        return nodes;
    }
}
