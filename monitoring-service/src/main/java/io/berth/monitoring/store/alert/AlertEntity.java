package io.berth.monitoring.store.alert;

import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.AlertRule;
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

/** An alert. */
@Entity(name = "Alert")
@Table(name = "alert")
@NullUnmarked
class AlertEntity extends PanacheEntityBase {
    @Id String fingerprint;

    long opened;
    long revision;

    @Enumerated(EnumType.STRING)
    AlertRule rule;

    @Enumerated(EnumType.STRING)
    AlertSeverity severity;

    String subject;
    @Nullable String domain;
    String summary;

    @Column(name = "first_seen")
    Instant firstSeen;

    @Column(name = "last_seen")
    Instant lastSeen;

    long count;

    @Column(name = "resolved_at")
    @Nullable Instant resolvedAt;

    @Column(name = "resolved_because")
    @Nullable String resolvedBecause;

    @Column(name = "acknowledged_by")
    @Nullable String acknowledgedBy;

    @Column(name = "acknowledged_at")
    @Nullable Instant acknowledgedAt;

    @Column(name = "acknowledged_note")
    @Nullable String acknowledgedNote;

    boolean notified;

    void take(Alert alert, long number) {
        fingerprint = alert.fingerprint().value();
        revision = number;
        rule = alert.rule();
        severity = alert.rule().severity();
        subject = alert.subject();
        domain = alert.domain() == null ? null : alert.domain().value();
        summary = alert.summary();
        firstSeen = alert.firstSeen();
        lastSeen = alert.lastSeen();
        count = alert.count();
        Alert.Ending ending = alert.ending();
        resolvedAt = ending == null ? null : ending.at();
        resolvedBecause = ending == null ? null : ending.because();
        AlertAcknowledgement acknowledgement = alert.acknowledgement();
        acknowledgedBy = acknowledgement == null ? null : acknowledgement.by().value();
        acknowledgedAt = acknowledgement == null ? null : acknowledgement.at();
        acknowledgedNote = acknowledgement == null ? null : acknowledgement.note();
    }

    StoredAlert toDomain() {
        return new StoredAlert(
                new Alert(
                        rule,
                        subject,
                        domain == null ? null : new DomainId(domain),
                        summary,
                        firstSeen,
                        lastSeen,
                        count,
                        resolvedAt == null ? null : new Alert.Ending(resolvedAt, resolvedBecause),
                        acknowledgedBy == null
                                ? null
                                : new AlertAcknowledgement(
                                        new Principal(acknowledgedBy),
                                        acknowledgedAt,
                                        acknowledgedNote)),
                opened,
                revision,
                notified);
    }
}
