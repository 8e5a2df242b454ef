package io.berth.monitoring.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A value that a key took at some time. */
@Entity
@Table(name = "kvp_change")
@NullUnmarked
class KvpChangeEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(generator = "kvp_change_seq")
    @SequenceGenerator(name = "kvp_change_seq", sequenceName = "kvp_change_seq")
    Long id;

    String vm;
    short pool;

    @Column(name = "key_hash")
    byte[] keyHash;

    byte[] value;
    String flags;
    String host;

    @Column(name = "changed_at")
    Instant changedAt;
}
