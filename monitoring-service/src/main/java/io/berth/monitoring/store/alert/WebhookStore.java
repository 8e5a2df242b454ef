package io.berth.monitoring.store.alert;

import io.berth.monitoring.domain.alert.Webhook;
import io.berth.monitoring.domain.alert.Word;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps webhooks and what they are still to be told. Hard state: a word that was promised in the
 * transaction of its alert survives every restart until it is taken or given up.
 */
@ApplicationScoped
public class WebhookStore {
    private static final int MAX_ERROR = 256;

    /** The oldest word of each webhook, where it is due: so each hears in order. */
    private static final String DUE =
            "select d.* from webhook_delivery d join webhook w on w.id = d.webhook where w.enabled"
                    + " and d.due_at <= ?1 and d.id = (select min(e.id) from webhook_delivery e"
                    + " where e.webhook = d.webhook) order by d.id limit ?2 for update of d skip"
                    + " locked";

    private final EntityManager entities;

    @Inject
    public WebhookStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Saves a new webhook, or a changed one. */
    @Transactional(TxType.MANDATORY)
    public StoredWebhook save(Webhook webhook) {
        WebhookEntity row = WebhookEntity.findById(webhook.id());
        boolean known = row != null;
        if (row == null) {
            row = new WebhookEntity();
        }
        row.take(webhook);
        if (!known) {
            row.persist();
        }
        return row.toDomain();
    }

    /** One webhook. */
    @Transactional
    public Optional<StoredWebhook> find(String id) {
        return WebhookEntity.<WebhookEntity>findByIdOptional(id).map(WebhookEntity::toDomain);
    }

    /** One webhook, held until the end of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Optional<StoredWebhook> hold(String id) {
        return WebhookEntity.<WebhookEntity>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .map(WebhookEntity::toDomain);
    }

    /** All of them, by id; a person has set each up, so there are few. */
    @Transactional
    public List<StoredWebhook> all() {
        return WebhookEntity.<WebhookEntity>listAll(Sort.ascending("id")).stream()
                .map(WebhookEntity::toDomain)
                .toList();
    }

    /** Forgets a webhook with all that it was to be told; false when there is none. */
    @Transactional(TxType.MANDATORY)
    public boolean delete(String id) {
        return WebhookEntity.deleteById(id);
    }

    /** How many words a webhook is still to be told. */
    @Transactional
    public long pending(String webhook) {
        return DeliveryEntity.count("webhook", webhook);
    }

    /**
     * Puts a word into the queue of a webhook, in the caller's transaction. Where as many wait as
     * may, the oldest goes.
     */
    @Transactional(TxType.MANDATORY)
    public void enqueue(
            String webhook, Word word, String fingerprint, String body, Instant now, int atMost) {
        DeliveryEntity row = new DeliveryEntity();
        row.webhook = webhook;
        row.word = word;
        row.fingerprint = fingerprint;
        row.body = body;
        row.dueAt = now;
        row.createdAt = now;
        row.persistAndFlush();
        long tooMany = DeliveryEntity.count("webhook", webhook) - atMost;
        if (tooMany > 0) {
            int dropped =
                    entities.createNativeQuery(
                                    "delete from webhook_delivery where id in (select id from"
                                            + " webhook_delivery where webhook = ?1 order by id"
                                            + " limit ?2)")
                            .setParameter(1, webhook)
                            .setParameter(2, tooMany)
                            .executeUpdate();
            WebhookEntity.update("dropped = dropped + ?1 where id = ?2", (long) dropped, webhook);
        }
    }

    /** Takes due words, at most one of each webhook, away from the others for a while. */
    @Transactional(TxType.REQUIRES_NEW)
    public List<Delivery> claim(Instant now, Duration held, int atMost) {
        List<DeliveryEntity> due =
                entities.createNativeQuery(DUE, DeliveryEntity.class)
                        .setParameter(1, now)
                        .setParameter(2, atMost)
                        .getResultList();
        due.forEach(row -> row.dueAt = now.plus(held));
        return due.stream().map(DeliveryEntity::toDomain).toList();
    }

    /** The word was taken. */
    @Transactional(TxType.REQUIRES_NEW)
    public void taken(Delivery delivery, Instant now) {
        DeliveryEntity.deleteById(delivery.id());
        WebhookEntity.update(
                "delivered = delivered + 1, lastAt = ?1, lastError = null where id = ?2",
                now,
                delivery.webhook());
    }

    /** The word was not taken, and is tried again. */
    @Transactional(TxType.REQUIRES_NEW)
    public void again(Delivery delivery, String error, Instant now, Instant due) {
        DeliveryEntity.update(
                "attempts = attempts + 1, dueAt = ?1 where id = ?2", due, delivery.id());
        failed(delivery, error, now, 0);
    }

    /** The word was not taken in all attempts. */
    @Transactional(TxType.REQUIRES_NEW)
    public void givenUp(Delivery delivery, String error, Instant now) {
        DeliveryEntity.deleteById(delivery.id());
        failed(delivery, error, now, 1);
    }

    private static void failed(Delivery delivery, String error, Instant now, long givenUp) {
        WebhookEntity.update(
                "givenUp = givenUp + ?1, lastAt = ?2, lastError = ?3 where id = ?4",
                givenUp,
                now,
                error.length() > MAX_ERROR ? error.substring(0, MAX_ERROR) : error,
                delivery.webhook());
    }
}
