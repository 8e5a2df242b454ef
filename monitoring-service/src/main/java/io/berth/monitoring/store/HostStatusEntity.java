package io.berth.monitoring.store;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What was last said of a host. */
@Entity
@Table(name = "host_status")
@NullUnmarked
class HostStatusEntity extends PanacheEntityBase {
    @Id String host;

    String domain;

    @Enumerated(EnumType.STRING)
    HostLiveness liveness;

    long boot;
    long tenure;
    Instant since;

    @Column(name = "last_beat")
    @Nullable Instant lastBeat;

    @Enumerated(EnumType.STRING)
    @Nullable FencingEvidence evidence;

    @Column(name = "quarantined_until")
    @Nullable Instant quarantinedUntil;

    @Column(name = "clock_skew_millis")
    @Nullable Long clockSkewMillis;

    HostStatus toDomain() {
        return new HostStatus(
                new HostId(host),
                new DomainId(domain),
                liveness,
                new BootId(boot),
                new Tenure(tenure),
                since,
                lastBeat,
                evidence,
                quarantinedUntil,
                clockSkewMillis);
    }
}
