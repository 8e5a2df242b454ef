package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.RingChanged;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.RingRules;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes, rotates and shows rings. Each change and its audit event are saved together. */
@ApplicationScoped
public class Rings {
    private static final Logger LOG = Logger.getLogger(Rings.class);

    /** Most rings: one for each purpose of each service is a handful. */
    public static final int MAX_RINGS = 1000;

    private final RingStore store;
    private final KeyStore keyStore;
    private final KeptKeys kept;
    private final AccessControl access;
    private final CensusStore census;
    private final Audit audit;
    private final Vault vault;

    Rings(
            RingStore store,
            KeyStore keyStore,
            KeptKeys kept,
            AccessControl access,
            CensusStore census,
            Audit audit,
            Vault vault) {
        this.store = store;
        this.keyStore = keyStore;
        this.kept = kept;
        this.access = access;
        this.census = census;
        this.audit = audit;
        this.vault = vault;
    }

    /** A new ring with its first key, under the usual rules. */
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
                    Ring ring =
                            new Ring(
                                    id,
                                    KeyVersion.FIRST,
                                    principals,
                                    KeyVersion.FIRST,
                                    vault.rotateAfter(),
                                    1);
                    store.insert(ring, newKey(id, ring.current()));
                    census.expect(id, principals);
                    audit.append(new RingCreated(id, ring.current(), principals, by));
                    return new Outcome.Done<>(ring);
                });
    }

    /** Makes the rings of the configuration that are not there yet; the others stay as they are. */
    public void declareConfigured() {
        for (Map.Entry<String, KeyvaultConfig.Declared> declared : vault.declared().entrySet()) {
            RingId ring = new RingId(declared.getKey());
            List<Principal> principals =
                    declared.getValue().principals().stream().map(Principal::new).toList();
            List<Principal> actual = declare(ring, principals).principals();
            if (!actual.equals(principals)) {
                LOG.warnf(
                        "ring %s is configured for %s but is open to %s; the configuration makes"
                                + " rings and does not change them",
                        ring, principals, actual);
            }
        }
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

    /**
     * Puts a ring under other rules. A principal that it no longer names is still asked for its
     * count: it may keep records.
     */
    public Outcome<Ring> change(RingId id, RingRules rules, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Ring ring = store.findForChange(id).orElse(null);
                    if (ring == null) {
                        return new Outcome.Refused<>(new Refusal.UnknownRing(id.value()));
                    }
                    Outcome<Ring> changed = ring.under(rules);
                    if (changed instanceof Outcome.Done<Ring>(Ring next)) {
                        store.saveRules(next);
                        census.expect(id, next.principals());
                        audit.append(
                                new RingChanged(
                                        id,
                                        next.principals(),
                                        next.minimum(),
                                        next.rotateAfter(),
                                        by));
                    }
                    return changed;
                });
    }

    /** Gives a ring another key, which protects from now on. */
    public Outcome<Ring> rotate(RingId id, Principal by) {
        return rotate(id, null, by);
    }

    /** Gives a ring another key because this one has served, unless somebody has done so. */
    Outcome<Ring> replace(RingId id, KeyVersion served) {
        return access.ownRefusal(Right.CREATE_ALL_CHILD_OBJECTS, new Target.OfRing(id))
                .<Outcome<Ring>>map(Outcome.Refused::new)
                .orElseGet(() -> rotate(id, served, Vault.ITSELF));
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
                            store.rotate(id, to, newKey(id, to));
                            audit.append(new KeyRotated(id, from, to, by));
                            yield new Outcome.Done<>(ring.rotatedTo(to));
                        }
                    };
                });
    }

    /** A fresh key, kept before its row is saved. */
    private Place newKey(RingId id, KeyVersion version) {
        return kept.keep(new KeyName(id, version), vault.keys().newKey(id, version));
    }

    /** The ring of this id. */
    public Optional<Ring> find(RingId id) {
        return store.find(id);
    }

    /** At most {@code limit} rings with an id above {@code after}, by id. */
    public List<Ring> page(String after, int limit) {
        return store.page(after, limit);
    }

    /** At most {@code limit} keys of a ring with a version below {@code before}, newest first. */
    public List<KeyLife> keys(RingId id, long before, int limit) {
        return keyStore.page(id, before, limit);
    }
}
