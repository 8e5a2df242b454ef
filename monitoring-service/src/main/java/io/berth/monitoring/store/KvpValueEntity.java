package io.berth.monitoring.store;

import io.berth.monitoring.domain.KvpText;
import io.berth.monitoring.domain.KvpValue;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** The newest value of a key. */
@Entity
@Table(name = "kvp_value")
@NullUnmarked
class KvpValueEntity extends PanacheEntityBase {
    @EmbeddedId KvpKey id;

    byte[] key;
    byte[] value;
    String flags;

    @Column(name = "changed_at")
    Instant changedAt;

    KvpValue toDomain() {
        return new KvpValue(
                id.pool, KvpText.text(key), KvpText.text(value), KvpStore.flags(flags), changedAt);
    }
}
