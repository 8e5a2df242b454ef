package io.berth.keyvault.app;

import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Ring.Access;
import io.berth.keyvault.store.RingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether a caller may use a ring, asked of the database on each call: a ring that was made or
 * rotated by another instance a moment ago counts here at once.
 */
@ApplicationScoped
class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final RingStore store;

    Admission(RingStore store) {
        this.store = store;
    }

    /** The ring as it is now. Who is no service is not even told whether there is such a ring. */
    Outcome<Ring> admit(Caller caller, RingId id) {
        Optional<Ring> found = store.find(id);
        if (found.isEmpty()) {
            return new Outcome.Refused<>(
                    caller.service()
                            ? new Refusal.UnknownRing(id.value())
                            : new Refusal.RingNotPermitted(id, caller.principal()));
        }
        return switch (found.get().accessOf(caller)) {
            case Access.Granted _ -> new Outcome.Done<>(found.get());
            case Access.Denied(Refusal.RingNotPermitted refusal) -> {
                LOG.warnf("principal %s was refused ring %s", caller.principal(), id);
                yield new Outcome.Refused<>(refusal);
            }
        };
    }

    /** What is wrong with the number of records; empty when nothing is. */
    static Optional<Refusal> wrongNumber(long records) {
        if (records == 0) {
            return Optional.of(new Refusal.NoRecords());
        }
        return records > KeyAuditEvent.MAX_RECORDS
                ? Optional.of(new Refusal.TooManyRecords(records, KeyAuditEvent.MAX_RECORDS))
                : Optional.empty();
    }
}
