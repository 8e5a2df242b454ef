package io.berth.monitoring.store.alert;

import io.berth.contracts.ids.AlertFingerprint;
import io.berth.monitoring.domain.alert.Word;
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

/** A word that somebody is still to be told. */
@Entity(name = "WebhookDelivery")
@Table(name = "webhook_delivery")
@NullUnmarked
class DeliveryEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String webhook;

    @Enumerated(EnumType.STRING)
    Word word;

    String fingerprint;
    String body;
    int attempts;

    @Column(name = "due_at")
    Instant dueAt;

    @Column(name = "created_at")
    Instant createdAt;

    Delivery toDomain() {
        return new Delivery(id, webhook, word, new AlertFingerprint(fingerprint), body, attempts);
    }
}
