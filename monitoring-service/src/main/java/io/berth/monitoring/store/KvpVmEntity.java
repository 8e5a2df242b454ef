package io.berth.monitoring.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A virtual machine that has published pairs, and what was told of them. */
@Entity
@Table(name = "kvp_vm")
@NullUnmarked
class KvpVmEntity extends PanacheEntityBase {
    @Id String vm;

    String host;

    @Column(name = "reported_at")
    Instant reportedAt;

    @Column(name = "taken_at")
    Instant takenAt;

    int keys;
    long refused;
    boolean known;

    @Column(name = "told_flags")
    String toldFlags = "";

    @Column(name = "told_too_many")
    boolean toldTooMany;

    @Column(name = "window_start")
    @Nullable Instant windowStart;

    @Column(name = "window_events")
    int windowEvents;

    long untold;

    @Column(name = "services_guest")
    @Nullable String servicesGuest;

    @Column(name = "services_installed")
    @Nullable String servicesInstalled;

    @Column(name = "services_needed")
    @Nullable String servicesNeeded;

    @Column(name = "services_outdated")
    boolean servicesOutdated;
}
