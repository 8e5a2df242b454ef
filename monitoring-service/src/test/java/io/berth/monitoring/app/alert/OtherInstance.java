package io.berth.monitoring.app.alert;

import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.domain.alert.EstateConditions;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.SilenceStore;
import io.berth.monitoring.store.alert.WebhookStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;

/**
 * A second instance as far as it looks after alerts and sends them: memory of its own over the same
 * database. It looks when it is told to, and so as often as a test likes.
 */
@ApplicationScoped
public class OtherInstance {
    private final AlertRounds rounds;
    private final WebhookSender sender;
    private final SimpleMeterRegistry sent = new SimpleMeterRegistry();

    @Inject
    OtherInstance(
            EstateConditions estate,
            CompactedTables tables,
            Alerts alerts,
            AlertStore store,
            SilenceStore silences,
            Notifications notifications,
            AlertSettings settings,
            AlertMeters meters,
            QuarantineRules quarantine,
            WebhookStore webhooks,
            WebhookSecrets secrets,
            WebhookSettings webhookSettings,
            InstantSource clock) {
        rounds =
                new AlertRounds(
                        estate,
                        tables,
                        alerts,
                        store,
                        silences,
                        notifications,
                        settings,
                        meters,
                        quarantine,
                        clock);
        sender = new WebhookSender(webhooks, secrets, webhookSettings, clock, sent);
    }

    /** Looks once at everything. */
    public void look() {
        rounds.look();
        sender.look();
    }

    /** How many words it has got rid of. */
    public double taken() {
        return sent.counter("berth.monitoring.webhook.attempts", "result", "taken").count();
    }
}
