package io.berth.keyvault.app;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.store.AuditStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trail as it is read; who appends to it is {@link Audit}. */
@ApplicationScoped
public class AuditTrail {
    private final AuditStore store;
    private final Audit audit;

    AuditTrail(AuditStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /** Seals a broken head as it stands, and tells the topic who did it. */
    public ChainHead reseal(Principal by) {
        return audit.reseal(by);
    }

    /** At most {@code limit} entries below {@code before}, the newest first; null: of all rings. */
    public List<AuditEntry> newest(long before, @Nullable String ring, int limit) {
        return store.newest(before, ring, limit);
    }

    /** How far it reaches. */
    public ChainHead head() {
        return store.head();
    }
}
