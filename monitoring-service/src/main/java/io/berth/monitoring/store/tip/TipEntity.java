package io.berth.monitoring.store.tip;

import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.domain.tip.TipState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A tip. */
@Entity(name = "Tip")
@Table(name = "tip")
@NullUnmarked
class TipEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Enumerated(EnumType.STRING)
    TipKind kind;

    String host;
    String place;

    @Enumerated(EnumType.STRING)
    TipState state;

    Instant since;

    @Column(name = "changed_at")
    Instant changedAt;

    String body;
}
