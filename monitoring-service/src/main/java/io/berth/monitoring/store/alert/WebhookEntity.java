package io.berth.monitoring.store.alert;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.monitoring.domain.alert.Webhook;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A webhook, and how sending to it went. */
@Entity(name = "Webhook")
@Table(name = "webhook")
@NullUnmarked
class WebhookEntity extends PanacheEntityBase {
    @Id String id;

    String url;
    String secret;

    @Column(name = "from_severity")
    @Enumerated(EnumType.STRING)
    AlertSeverity from;

    boolean enabled;
    long revision;
    long delivered;

    @Column(name = "given_up")
    long givenUp;

    long dropped;

    @Column(name = "last_at")
    @Nullable Instant lastAt;

    @Column(name = "last_error")
    @Nullable String lastError;

    void take(Webhook webhook) {
        id = webhook.id();
        url = webhook.url().toString();
        secret = webhook.secret();
        from = webhook.from();
        enabled = webhook.enabled();
        revision++;
    }

    StoredWebhook toDomain() {
        return new StoredWebhook(
                new Webhook(id, URI.create(url), secret, from, enabled),
                revision,
                delivered,
                givenUp,
                dropped,
                lastAt,
                lastError);
    }
}
