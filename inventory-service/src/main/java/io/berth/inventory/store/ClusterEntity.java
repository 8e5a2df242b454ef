package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.Revision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A row of {@code cluster}; its nodes are rows of {@code host}. */
@Entity
@Table(name = "cluster")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class ClusterEntity extends PanacheEntityBase {
    @Id public String id;

    @Column(name = "host_group", updatable = false)
    public String hostGroup;

    @Column(updatable = false)
    public String site;

    @Column(name = "node_failure_reserve")
    public int nodeFailureReserve;

    public long revision;

    static ClusterEntity of(Cluster cluster) {
        ClusterEntity entity = new ClusterEntity();
        entity.id = cluster.id().value();
        entity.hostGroup = cluster.group().value();
        entity.site = cluster.site().value();
        entity.set(cluster);
        return entity;
    }

    void set(Cluster cluster) {
        nodeFailureReserve = cluster.nodeFailureReserve();
        revision = cluster.revision().value();
    }

    Cluster toDomain(List<HostId> nodes) {
        return new Cluster(
                new ClusterId(id),
                new HostGroupId(hostGroup),
                new SiteId(site),
                nodes,
                nodeFailureReserve,
                new Revision(revision));
    }
}
