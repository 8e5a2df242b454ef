package io.berth.keyvault.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.store.KeyRow;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, rotates and shows rings. Each change and its audit event are saved together. */
@ApplicationScoped
public class Rings {
    /** Most rings: one for each purpose of each service is a handful. */
    static final long MAX_RINGS = 1000;

    private final RingStore store;
    private final Outbox outbox;
    private final Vault vault;

    Rings(RingStore store, Outbox outbox, Vault vault) {
        this.store = store;
        this.outbox = outbox;
        this.vault = vault;
    }

    /** A new ring with its first key. */
    public Outcome<Ring> create(RingId id, List<Principal> principals, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    store.holdSetup();
                    if (store.find(id).isPresent()) {
                        return new Outcome.Refused<>(new Refusal.RingExists(id));
                    }
                    long count = store.count();
                    if (count >= MAX_RINGS) {
                        return new Outcome.Refused<>(new Refusal.TooManyRings(count, MAX_RINGS));
                    }
                    Ring ring = new Ring(id, KeyVersion.FIRST, principals);
                    store.insert(ring, vault.keys().newKey(id, ring.current()));
                    outbox.put(
                            Topics.KEYVAULT_AUDIT,
                            new RingCreated(id, ring.current(), principals, by));
                    return new Outcome.Done<>(ring);
                });
    }

    /** The ring of this id, made now if there is none. */
    Ring declare(RingId id, List<Principal> principals) {
        return switch (create(id, principals, Vault.ITSELF)) {
            case Outcome.Done<Ring>(Ring ring) -> ring;
            case Outcome.Refused<Ring>(Refusal refusal) ->
                    store.find(id)
                            .orElseThrow(
                                    () -> new IllegalStateException(refusal.wording().detail()));
        };
    }

    /** Gives a ring another key, which protects from now on. */
    public Outcome<Ring> rotate(RingId id, Principal by) {
        return rotate(id, null, by);
    }

    /** Gives a ring another key because this one is used up, unless somebody has done so. */
    Outcome<Ring> replace(RingId id, KeyVersion usedUp) {
        return rotate(id, usedUp, Vault.ITSELF);
    }

    private Outcome<Ring> rotate(RingId id, @Nullable KeyVersion onlyFrom, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Ring ring = store.findForChange(id).orElse(null);
                    if (ring == null) {
                        return new Outcome.Refused<>(new Refusal.UnknownRing(id.value()));
                    }
                    if (onlyFrom != null && !onlyFrom.equals(ring.current())) {
                        return new Outcome.Done<>(ring);
                    }
                    return switch (ring.rotate()) {
                        case Ring.Rotation.Exhausted(var refusal) -> new Outcome.Refused<>(refusal);
                        case Ring.Rotation.To(KeyVersion from, KeyVersion to) -> {
                            store.rotate(id, to, vault.keys().newKey(id, to));
                            outbox.put(Topics.KEYVAULT_AUDIT, new KeyRotated(id, from, to, by));
                            yield new Outcome.Done<>(new Ring(id, to, ring.principals()));
                        }
                    };
                });
    }

    /** The ring of this id. */
    public Optional<Ring> find(RingId id) {
        return store.find(id);
    }

    /** At most {@code limit} rings with an id above {@code after}, by id. */
    public List<Ring> page(String after, int limit) {
        return store.page(after, limit);
    }

    /** At most {@code limit} keys of a ring, the newest first. */
    public List<KeyRow> keys(RingId id, int limit) {
        return store.keys(id, limit);
    }
}
