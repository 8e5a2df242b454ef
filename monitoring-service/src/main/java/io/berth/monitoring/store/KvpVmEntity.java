package io.berth.monitoring.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A virtual machine that has published pairs. */
@Entity
@Table(name = "kvp_vm")
@NullUnmarked
class KvpVmEntity extends PanacheEntityBase {
    @Id String vm;

    String host;

    @Column(name = "reported_at")
    Instant reportedAt;

    int keys;
    long refused;
}
