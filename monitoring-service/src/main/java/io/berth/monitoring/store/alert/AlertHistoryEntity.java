package io.berth.monitoring.store.alert;

import io.berth.contracts.ids.Principal;
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

/** A change of an alert that somebody may ask about later. */
@Entity(name = "AlertHistory")
@Table(name = "alert_history")
@NullUnmarked
class AlertHistoryEntity extends PanacheEntityBase {
    @Id long revision;

    String fingerprint;
    Instant at;

    @Enumerated(EnumType.STRING)
    AlertStep.Kind step;

    @Column(name = "by")
    @Nullable String by;

    String text;

    AlertStep toDomain() {
        return new AlertStep(revision, at, step, by == null ? null : new Principal(by), text);
    }
}
