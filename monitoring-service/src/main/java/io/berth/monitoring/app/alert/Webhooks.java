package io.berth.monitoring.app.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.alerts.AlertState;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.Webhook;
import io.berth.monitoring.domain.alert.Word;
import io.berth.monitoring.store.alert.StoredWebhook;
import io.berth.monitoring.store.alert.WebhookStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/** Puts words into the queues of those who want to hear them, in the transaction of the alert. */
@ApplicationScoped
public class Webhooks {
    private final WebhookStore store;
    private final WebhookSettings settings;
    private final InstantSource clock;

    @Inject
    public Webhooks(WebhookStore store, WebhookSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What is sent.
     *
     * @param event {@code opened} or {@code resolved}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String event, AlertState alert) {}

    @Transactional(TxType.MANDATORY)
    void tell(Word word, Alert alert, AlertState state) {
        String body = null;
        for (StoredWebhook stored : store.all()) {
            Webhook webhook = stored.webhook();
            if (webhook.wants(alert)) {
                body = body == null ? body(word, state) : body;
                store.enqueue(
                        webhook.id(),
                        word,
                        state.fingerprint().value(),
                        body,
                        clock.instant(),
                        settings.maxPending());
            }
        }
    }

    private static String body(Word word, AlertState state) {
        try {
            return EventCodec.JSON.writeValueAsString(new Body(word.label(), state));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
