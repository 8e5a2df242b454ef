package io.berth.monitoring.store;

import io.berth.monitoring.domain.kvp.KvpText;
import io.berth.monitoring.domain.kvp.KvpValue;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The newest value of a key. */
@Entity
@Table(name = "kvp_value")
@NullUnmarked
class KvpValueEntity extends PanacheEntityBase {
    @EmbeddedId KvpKey id;

    byte[] key;
    byte[] value;

    @Column(name = "value_hash")
    byte[] valueHash;

    byte @Nullable [] version;

    String flags;

    @Column(name = "changed_at")
    Instant changedAt;

    KvpValue toDomain() {
        return new KvpValue(
                id.pool, KvpText.text(key), KvpText.text(value), KvpStore.flags(flags), changedAt);
    }
}
