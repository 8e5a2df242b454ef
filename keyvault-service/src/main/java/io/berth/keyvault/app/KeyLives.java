package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyDestroyed;
import io.berth.contracts.keyvault.KeyDestructionCancelled;
import io.berth.contracts.keyvault.KeyDestructionScheduled;
import io.berth.contracts.keyvault.KeyDisabled;
import io.berth.contracts.keyvault.KeyEnabled;
import io.berth.contracts.keyvault.RingEvent;
import io.berth.keyvault.domain.Clearance;
import io.berth.keyvault.domain.KeyAct;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is done to keys that protect no more: disabled, enabled, destroyed after a wait. Each change
 * and its audit event are saved together, under the lock of the ring; from that moment on no call
 * of any instance opens what it must not.
 */
@ApplicationScoped
public class KeyLives {
    private static final Logger LOG = Logger.getLogger(KeyLives.class);

    private final RingStore rings;
    private final KeyStore keys;
    private final CensusStore census;
    private final Audit audit;
    private final KeyvaultConfig config;

    KeyLives(
            RingStore rings,
            KeyStore keys,
            CensusStore census,
            Audit audit,
            KeyvaultConfig config) {
        this.rings = rings;
        this.keys = keys;
        this.census = census;
        this.audit = audit;
        this.config = config;
    }

    /**
     * A key and what is known about the records under it.
     *
     * @param needed what the holders counted
     */
    public record Standing(KeyLife life, Clearance needed) {}

    /** A key, and whether anything needs it. */
    public Outcome<Standing> find(RingId ring, KeyVersion version) {
        return keys.find(ring, version)
                .<Outcome<Standing>>map(life -> new Outcome.Done<>(standing(life)))
                .orElseGet(() -> unknown(ring, version));
    }

    private Standing standing(KeyLife life) {
        return new Standing(life, needed(life));
    }

    private Clearance needed(KeyLife life) {
        return Clearance.of(
                life.version(),
                life.supersededAt(),
                config.destruction().flight(),
                census.of(life.ring()));
    }

    /** Lets a key open nothing until it is enabled. */
    public Outcome<Standing> disable(RingId ring, KeyVersion version, Principal by) {
        return change(ring, version, KeyAct.DISABLE, by);
    }

    /** Lets a disabled key open again. */
    public Outcome<Standing> enable(RingId ring, KeyVersion version, Principal by) {
        return change(ring, version, KeyAct.ENABLE, by);
    }

    /** Lets a key live, disabled, that was to be destroyed. */
    public Outcome<Standing> cancelDestruction(RingId ring, KeyVersion version, Principal by) {
        return change(ring, version, KeyAct.CANCEL_DESTRUCTION, by);
    }

    /**
     * Lets a key open nothing, and has it erased after a wait.
     *
     * @param wait null for the usual one
     * @param force whether records may be lost
     */
    public Outcome<Standing> scheduleDestruction(
            RingId ring, KeyVersion version, @Nullable Duration wait, boolean force, Principal by) {
        KeyvaultConfig.Destruction rules = config.destruction();
        Duration waits = wait == null ? rules.waitFor() : wait;
        if (waits.compareTo(rules.shortestWait()) < 0 || waits.compareTo(rules.longestWait()) > 0) {
            return new Outcome.Refused<>(
                    new KeyRefusal.WaitOutOfRange(
                            waits, rules.shortestWait(), rules.longestWait()));
        }
        return locked(
                ring,
                version,
                (life, now) -> life.scheduled(needed(life), force, now, waits, by),
                KeyAct.SCHEDULE_DESTRUCTION,
                by);
    }

    /**
     * Erases a key whose time has come, unless its destruction was cancelled or a holder has
     * counted records in the meantime; the latter waits until the holder counts zero or somebody
     * forces or cancels it.
     */
    Outcome<Standing> destroy(KeyName name) {
        return locked(
                name.ring(),
                name.version(),
                (life, now) -> {
                    Instant at = life.destroyAt();
                    if (at != null && at.isAfter(now)) {
                        return new Outcome.Refused<>(
                                new KeyRefusal.KeyActIllegal(
                                        life.ring(), life.version(), KeyAct.DESTROY, life.state()));
                    }
                    Clearance needed = needed(life);
                    return life.forced() || needed.cleared()
                            ? life.after(KeyAct.DESTROY, now, asker(life))
                            : new Outcome.Refused<>(
                                    new KeyRefusal.KeyStillNeeded(
                                            life.ring(), life.version(), needed));
                },
                KeyAct.DESTROY,
                Vault.ITSELF);
    }

    private Outcome<Standing> change(RingId ring, KeyVersion version, KeyAct act, Principal by) {
        return locked(ring, version, (life, now) -> life.after(act, now, by), act, by);
    }

    /** Decides on a key as it stands now. */
    @FunctionalInterface
    private interface Decision {
        Outcome<KeyLife> of(KeyLife life, Instant now);
    }

    private Outcome<Standing> locked(
            RingId ring, KeyVersion version, Decision decision, KeyAct act, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    if (rings.findForChange(ring).isEmpty()) {
                        return new Outcome.Refused<>(new Refusal.UnknownRing(ring.value()));
                    }
                    KeyLife life = keys.find(ring, version).orElse(null);
                    if (life == null) {
                        return unknown(ring, version);
                    }
                    return switch (decision.of(life, keys.now())) {
                        case Outcome.Refused<KeyLife>(Refusal refusal) ->
                                new Outcome.Refused<>(refusal);
                        case Outcome.Done<KeyLife>(KeyLife next) -> {
                            keys.save(next);
                            Clearance needed = needed(next);
                            audit.append(event(next, act, needed.records(), by));
                            LOG.infof("key %s of ring %s: %s by %s", version, ring, act, by);
                            yield new Outcome.Done<>(new Standing(next, needed));
                        }
                    };
                });
    }

    private static RingEvent event(KeyLife life, KeyAct act, long records, Principal by) {
        RingId ring = life.ring();
        KeyVersion version = life.version();
        return switch (act) {
            case DISABLE -> new KeyDisabled(ring, version, by);
            case ENABLE -> new KeyEnabled(ring, version, by);
            case CANCEL_DESTRUCTION -> new KeyDestructionCancelled(ring, version, by);
            case SCHEDULE_DESTRUCTION -> {
                Instant at = life.destroyAt();
                yield new KeyDestructionScheduled(
                        ring, version, at == null ? life.since() : at, life.forced(), records, by);
            }
            case DESTROY -> new KeyDestroyed(ring, version, life.forced(), records, asker(life));
        };
    }

    /** Who asked for the destruction. */
    private static Principal asker(KeyLife life) {
        Principal by = life.by();
        return by == null ? Vault.ITSELF : by;
    }

    private static <T> Outcome<T> unknown(RingId ring, KeyVersion version) {
        return new Outcome.Refused<>(new KeyRefusal.UnknownKey(ring, version.toString()));
    }
}
