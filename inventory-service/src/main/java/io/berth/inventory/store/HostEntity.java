package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostSize;
import io.berth.inventory.domain.Revision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;
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

    public int cores;

    @Column(name = "memory_mib")
    public long memoryMiB;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    public @Nullable String hypervisor;

    @Enumerated(EnumType.STRING)
    public @Nullable SupportStanding standing;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    public @Nullable String hardware;

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
        entity.set(host);
        return entity;
    }

    void set(Host host) {
        cores = host.build().size().cores();
        memoryMiB = host.build().size().memory().value();
        hypervisor = Json.writeOptional(host.build().hypervisor());
        standing = host.standing();
        hardware = Json.writeOptional(host.build().hardware());
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
                new HostBuild(
                        new HostSize(cores, new MiB(memoryMiB)),
                        Json.readOptional(hypervisor, Hypervisor.class),
                        Json.readOptional(hardware, HostHardware.class)),
                standing,
                ReserveColumns.toDomain(reserve),
                maintenance,
                new Revision(revision));
    }
}
