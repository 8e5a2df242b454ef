package io.berth.placement.store;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link HostRow} as it is stored. */
@Entity(name = "PlacementHost")
@Table(name = "placement_host")
@IdClass(HostEntity.Key.class)
class HostEntity extends PanacheEntityBase {
    @Id String domain = "";
    @Id String host = "";

    @Enumerated(EnumType.STRING)
    HostStatus status = HostStatus.UNKNOWN;

    @Nullable Long boot;
    long tenure;

    @Column(name = "tenure_open")
    boolean tenureOpen;

    long ended;

    /** A JSON list; null when the host runs nothing outside of Berth. */
    @Nullable String unmanaged;

    boolean evacuated;
    boolean quarantined;
    @Version long version;

    /** A host is known per domain, because it can move from one to another. */
    record Key(String domain, String host) implements Serializable {}

    static HostEntity of(DomainId domain, HostRow row) {
        HostEntity entity = new HostEntity();
        entity.domain = domain.value();
        entity.host = row.host().value();
        entity.take(row);
        return entity;
    }

    void take(HostRow row) {
        status = row.status();
        boot = row.boot() == null ? null : row.boot().value();
        tenure = row.tenure().value();
        tenureOpen = row.tenureOpen();
        ended = row.ended().value();
        unmanaged = row.unmanaged().isEmpty() ? null : StoredJson.write(row.unmanaged());
        evacuated = row.evacuated();
        quarantined = row.quarantined();
    }

    HostRow toDomain() {
        return new HostRow(
                new HostId(host),
                status,
                boot == null ? null : new BootId(boot),
                new Tenure(tenure),
                tenureOpen,
                new Tenure(ended),
                unmanaged == null
                        ? List.of()
                        : List.of(StoredJson.read(unmanaged, UnmanagedVm[].class)),
                evacuated,
                quarantined);
    }
}
