package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.app.KnownRings.Seen;
import io.berth.keyvault.domain.AdmissionStamp;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Ring.Access;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Whether a caller may use a ring, by the database as it is during the call: a ring that was made
 * or rotated, and a key that was closed, by another instance a moment ago counts here at once.
 * Either it is asked; or a grant is remembered, with a stamp that is compared when the call is
 * written down.
 */
@ApplicationScoped
class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final RingStore store;
    private final KeyStore keys;
    private final Vault vault;
    private final AccessControl access;
    private final AuditStore audit;
    private final KnownRings known = new KnownRings();

    Admission(RingStore store, KeyStore keys, Vault vault, AccessControl access, AuditStore audit) {
        this.store = store;
        this.keys = keys;
        this.vault = vault;
        this.access = access;
        this.audit = audit;
    }

    /**
     * What opens none of these keys' ciphertexts, and why: asked of the database on each call, so
     * that no instance opens anything with a key that was closed before the call began.
     */
    Map<KeyVersion, KeyRefusal> closed(Ring ring, Set<KeyVersion> versions) {
        Map<KeyVersion, KeyRefusal> closed = new HashMap<>();
        keys.closed(ring.id(), versions)
                .forEach((version, life) -> closed.put(version, new KeyRefusal.KeyClosed(life)));
        for (KeyVersion version : versions) {
            if (version.isBefore(ring.minimum())) {
                closed.putIfAbsent(
                        version, new KeyRefusal.BelowMinimum(ring.id(), version, ring.minimum()));
            }
        }
        return closed;
    }

    /**
     * The ring as it is now. Who is no service is not even told whether there is such a ring.
     *
     * @throws VaultSealedException when this instance is sealed, before anything is judged
     */
    Outcome<Ring> admit(Caller caller, RingId id) {
        vault.requireOpen();
        Optional<Ring> found = store.find(id);
        if (found.isEmpty()) {
            return new Outcome.Refused<>(
                    caller.service()
                            ? new Refusal.UnknownRing(id.value())
                            : new Refusal.RingNotPermitted(id, caller.principal()));
        }
        return switch (found.get().accessOf(caller)) {
            case Access.Granted _ ->
                    access.ownRefusal(
                                    Right.GENERIC_READ, new Target.OfKey(id, found.get().current()))
                            .<Outcome<Ring>>map(Outcome.Refused::new)
                            .orElseGet(() -> new Outcome.Done<>(found.get()));
            case Access.Denied(Refusal.RingNotPermitted refusal) -> {
                LOG.warnf("principal %s was refused ring %s", caller.principal(), id);
                yield new Outcome.Refused<>(refusal);
            }
        };
    }

    /**
     * A ring that this caller could use a moment ago: who goes by it has to compare the stamp
     * before anybody gets anything. Empty when the database must be asked.
     *
     * @throws VaultSealedException when this instance is sealed
     */
    Optional<Seen> known(Caller caller, RingId id) {
        vault.requireOpen();
        return known.find(caller, id);
    }

    /** As {@link #admit}, for callers that come again. */
    Outcome<Ring> admitAndRemember(Caller caller, RingId id) {
        AdmissionStamp stamp = audit.stamp();
        Outcome<Ring> admitted = admit(caller, id);
        if (admitted instanceof Outcome.Done<Ring>(Ring ring)) {
            known.remember(new Seen(ring, stamp));
        }
        return admitted;
    }

    /** A ring that was found stale. */
    void forget(Seen stale) {
        known.forget(stale);
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
