package io.berth.monitoring.store.alert;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Silence;
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

/** A silence. */
@Entity(name = "Silence")
@Table(name = "silence")
@NullUnmarked
class SilenceEntity extends PanacheEntityBase {
    @Id String id;

    @Enumerated(EnumType.STRING)
    @Nullable AlertRule rule;

    @Nullable String subject;
    @Nullable String domain;

    @Enumerated(EnumType.STRING)
    @Column(name = "up_to")
    @Nullable AlertSeverity upTo;

    Instant begins;
    Instant ends;
    String by;
    String reason;

    void take(Silence silence) {
        id = silence.id();
        rule = silence.rule();
        subject = silence.subject();
        domain = silence.domain() == null ? null : silence.domain().value();
        upTo = silence.upTo();
        begins = silence.from();
        ends = silence.until();
        by = silence.by().value();
        reason = silence.reason();
    }

    Silence toDomain() {
        return new Silence(
                id,
                rule,
                subject,
                domain == null ? null : new DomainId(domain),
                upTo,
                begins,
                ends,
                new Principal(by),
                reason);
    }
}
