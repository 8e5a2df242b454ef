package io.berth.monitoring.app.alert;

import io.berth.monitoring.domain.alert.Webhook;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredWebhook;
import io.berth.monitoring.store.alert.WebhookStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Makes, changes and removes webhooks. Alone among alerts, so that their number is bounded. */
@ApplicationScoped
public class WebhookTargets {
    private final WebhookStore store;
    private final AlertStore alerts;
    private final WebhookSecrets secrets;
    private final WebhookSettings settings;

    @Inject
    public WebhookTargets(
            WebhookStore store,
            AlertStore alerts,
            WebhookSecrets secrets,
            WebhookSettings settings) {
        this.store = store;
        this.alerts = alerts;
        this.secrets = secrets;
        this.settings = settings;
    }

    /** What came of a wish. */
    public sealed interface Put {
        /** There is a new one. */
        record Made(StoredWebhook webhook) implements Put {}

        /** One that was there has changed. */
        record Changed(StoredWebhook webhook) implements Put {}

        /** There are as many as may be. */
        record TooMany(int max) implements Put {}

        /** Its secret cannot be used. */
        record NoSecret(String why) implements Put {}

        /** Somebody else has changed it meanwhile; {@code revision} is how it is now. */
        record Stale(long revision) implements Put {}
    }

    /**
     * Makes or changes a webhook.
     *
     * @param expected the revision that the change is meant for; null for any
     */
    @Transactional
    public Put put(Webhook webhook, @Nullable Long expected) {
        String why = secrets.unusable(webhook.secret());
        if (why != null) {
            return new Put.NoSecret(why);
        }
        alerts.alone();
        StoredWebhook known = store.hold(webhook.id()).orElse(null);
        if (expected != null && (known == null || known.revision() != expected)) {
            return new Put.Stale(known == null ? 0 : known.revision());
        }
        if (known == null && store.all().size() >= settings.max()) {
            return new Put.TooMany(settings.max());
        }
        StoredWebhook saved = store.save(webhook);
        return known == null ? new Put.Made(saved) : new Put.Changed(saved);
    }

    /** Removes a webhook with all that it was to be told; false when there is none. */
    @Transactional
    public boolean remove(String id) {
        return store.delete(id);
    }
}
