package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostSize;
import io.berth.inventory.domain.Revision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code host}. */
@Entity
@Table(name = "host")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class HostEntity extends PanacheEntityBase {
    @Id public String id;

    @Column(updatable = false)
    public @Nullable String cluster;

    @Column(name = "node_order", updatable = false)
    public @Nullable Integer nodeOrder;

    @Column(name = "host_group", updatable = false)
    public String hostGroup;

    @Column(updatable = false)
    public String site;

    @Column(updatable = false)
    public int cores;

    @Column(name = "memory_mib", updatable = false)
    public long memoryMiB;

    public ReserveColumns reserve;
    public boolean maintenance;
    public long revision;

    /**
     * @param nodeOrder the place among the nodes of its cluster; null for a stand-alone host
     */
    static HostEntity of(Host host, @Nullable Integer nodeOrder) {
        ClusterId cluster = host.cluster();
        HostEntity entity = new HostEntity();
        entity.id = host.id().value();
        entity.cluster = cluster == null ? null : cluster.value();
        entity.nodeOrder = nodeOrder;
        entity.hostGroup = host.group().value();
        entity.site = host.site().value();
        entity.cores = host.size().cores();
        entity.memoryMiB = host.size().memory().value();
        entity.set(host);
        return entity;
    }

    void set(Host host) {
        reserve = ReserveColumns.of(host.reserve());
        maintenance = host.maintenance();
        revision = host.revision().value();
    }

    Host toDomain() {
        return new Host(
                new HostId(id),
                cluster == null ? null : new ClusterId(cluster),
                new HostGroupId(hostGroup),
                new SiteId(site),
                new HostSize(cores, new MiB(memoryMiB)),
                ReserveColumns.toDomain(reserve),
                maintenance,
                new Revision(revision));
    }
}
