package io.berth.keyvault.app;

import io.berth.contracts.Topics;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.kit.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What was done is written down before anybody gets anything of it. */
@ApplicationScoped
class Audit {
    private final Outbox outbox;

    Audit(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Writes an event into the caller's transaction, together with the change that it tells of. */
    void append(KeyAuditEvent event) {
        outbox.put(Topics.KEYVAULT_AUDIT, event);
    }

    /** Writes events of a call that changes nothing else; they are saved when this returns. */
    void record(List<? extends KeyAuditEvent> events) {
        if (!events.isEmpty()) {
            QuarkusTransaction.requiringNew().run(() -> events.forEach(this::append));
        }
    }
}
