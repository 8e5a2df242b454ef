package io.berth.keyvault.app;

import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.store.KeyStore;
import io.berth.kit.jobs.Jobs;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * What happens to keys by itself: rings whose key is too old get another one, keys whose time has
 * come are erased, and keys that open nothing any more leave the memory of this instance. Every
 * instance does all of it; who comes second finds it done, under the lock of the ring.
 */
@ApplicationScoped
public class KeyUpkeep {
    private static final Logger LOG = Logger.getLogger(KeyUpkeep.class);
    private static final String UPKEEP = "keep-keys";
    private static final String FORGET = "forget-keys";

    /** Keys of one round; what is left waits for the next. */
    private static final int MAX_KEYS = 100;

    private final KeyStore store;
    private final Rings rings;
    private final KeyLives lives;
    private final KeptKeys kept;
    private final Vault vault;
    private final KeyvaultConfig config;
    private final KeyvaultMetrics metrics;
    private final Jobs jobs;

    KeyUpkeep(
            KeyStore store,
            Rings rings,
            KeyLives lives,
            KeptKeys kept,
            Vault vault,
            KeyvaultConfig config,
            KeyvaultMetrics metrics,
            Jobs jobs) {
        this.store = store;
        this.rings = rings;
        this.lives = lives;
        this.kept = kept;
        this.vault = vault;
        this.config = config;
        this.metrics = metrics;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        jobs.every(UPKEEP, config.upkeepEvery(), vault.whileUnsealed(this::keep));
        jobs.every(FORGET, config.forgetEvery(), vault.whileUnsealed(this::forget));
    }

    /** Replaces keys that are too old, and erases those whose time has come. */
    void keep() {
        for (KeyName old : store.tooOld(MAX_KEYS)) {
            switch (rings.replace(old.ring(), old.version())) {
                case Outcome.Done<?> _ ->
                        LOG.infof("key %s of ring %s was too old", old.version(), old.ring());
                case Outcome.Refused<?>(var refusal) ->
                        LOG.errorf("a key that is too old stays: %s", refusal.wording().detail());
            }
        }
        int held = 0;
        for (KeyName due : store.due(MAX_KEYS)) {
            switch (lives.destroy(due)) {
                case Outcome.Done<?> _ -> {}
                case Outcome.Refused<?>(KeyRefusal.KeyStillNeeded refusal) -> {
                    held++;
                    LOG.warnf("a key is not destroyed: %s", refusal.wording().detail());
                }
                case Outcome.Refused<?>(var refusal) ->
                        LOG.debugf("not destroyed: %s", refusal.wording().detail());
            }
        }
        metrics.destructionsHeld(held);
        metrics.erasuresWaiting(kept.eraseLeftovers());
    }

    /** Lets go of keys in memory with which nothing may be opened any more. */
    void forget() {
        store.notToHold(vault.keys().held()).forEach(vault.keys()::forget);
        metrics.keysInMemory(vault.keys().held().size());
    }
}
