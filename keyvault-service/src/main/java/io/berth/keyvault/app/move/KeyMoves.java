package io.berth.keyvault.app.move;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.KeyMoved;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.Containers;
import io.berth.keyvault.container.KeepingConfig;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.container.KeyContainer;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.MoveRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.move.KeyMove;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.MoveStore;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.jobs.Jobs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Moves the keys of the vault from the containers where they are to another one, while calls go on.
 *
 * <p><b>Goals.</b> At no moment is there a key that cannot be read by who could read it before;
 * whatever dies in the midst, the move goes on; nothing is left where the keys were.
 *
 * <p><b>Steps.</b> From its start on new keys are made at the target. Each instance moves the keys
 * of the places that it reaches, so that keys beside a node are moved by that node. A key is copied
 * under the lock of its ring, read back and opened with the root key; then its row names the new
 * place, in a transaction with the audit event; then the copy in the old place is erased, which
 * waits in {@code key_to_erase} until it is done. Who read the row before and finds nothing at the
 * old place reads the row again ({@link KeptKeys#find}).
 *
 * <p>All that is known about a move is in the database, apart from how far this instance has gone
 * through the keys: a key that cannot be moved is passed by and tried again in the next round. Keys
 * that are held in memory are not read at all, so calls hardly notice.
 *
 * <p><b>Example.</b> Node 1 has 3 keys beside itself, node 2 has 2. A move to {@code postgres}
 * begins with {@code left} of 3 and 2; both nodes copy theirs within a second. Node 2 is down: it
 * stays {@code MOVING} with 2 left until that node is started again. Linear in the number of keys.
 */
@ApplicationScoped
public class KeyMoves {
    private static final Logger LOG = Logger.getLogger(KeyMoves.class);
    private static final String JOB = "move-keys";

    /** Most keys of one step: a minute's work of a slow directory. */
    private static final int MAX_KEYS = 1000;

    private final MoveStore store;
    private final RingStore rings;
    private final KeyStore keys;
    private final Containers containers;
    private final KeptKeys kept;
    private final Vault vault;
    private final Audit audit;
    private final KeepingConfig config;
    private final Jobs jobs;

    /** The last key that was looked at in this round; soft state. */
    private volatile Optional<KeyName> last = Optional.empty();

    /** Moves keys between these containers. */
    public KeyMoves(
            MoveStore store,
            RingStore rings,
            KeyStore keys,
            Containers containers,
            KeptKeys kept,
            Vault vault,
            Audit audit,
            KeepingConfig config,
            Jobs jobs) {
        this.store = store;
        this.rings = rings;
        this.keys = keys;
        this.containers = containers;
        this.kept = kept;
        this.vault = vault;
        this.audit = audit;
        this.config = config;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        int number = config.container().moves().keys();
        if (number < 1 || number > MAX_KEYS) {
            throw new IllegalArgumentException(
                    "berth.keyvault.container.moves.keys is "
                            + number
                            + "; allowed is 1 to "
                            + MAX_KEYS);
        }
        jobs.every(JOB, config.container().moves().every(), vault.whileUnsealed(this::step));
    }

    /** Begins to move all keys to a place. */
    public Outcome<KeyMove> move(Place to, Principal by) {
        if (!to.shared()) {
            return new Outcome.Refused<>(new MoveRefusal.PlaceNotShared(to));
        }
        if (containers.at(to).isEmpty()) {
            return new Outcome.Refused<>(new MoveRefusal.PlaceNotReached(to, containers.places()));
        }
        UUID id = UUID.randomUUID();
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    store.holdTarget();
                    Optional<KeyMove> running = store.running();
                    if (running.isPresent()) {
                        return new Outcome.Refused<>(
                                new MoveRefusal.MoveRunning(
                                        running.get().id(), running.get().to()));
                    }
                    store.start(id, to, by);
                    LOG.infof("keys are moved to %s: %s, by %s", to, id, by);
                    return new Outcome.Done<>(store.find(id).orElseThrow());
                });
    }

    /** A move. */
    public Outcome<KeyMove> find(UUID id) {
        return store.find(id)
                .<Outcome<KeyMove>>map(Outcome.Done::new)
                .orElseGet(() -> new Outcome.Refused<>(new MoveRefusal.UnknownMove(id.toString())));
    }

    /** At most {@code limit} moves with a number below {@code before}, the newest first. */
    public List<KeyMove> page(long before, int limit) {
        return store.page(before, limit);
    }

    /** Moves some of the keys that this instance reaches, and erases what they leave behind. */
    public void step() {
        Optional<KeyMove> running = store.running();
        if (running.isEmpty()) {
            last = Optional.empty();
            return;
        }
        KeyMove move = running.get();
        Optional<KeyContainer> target = containers.at(move.to());
        if (target.isEmpty()) {
            trouble(move, "an instance does not reach " + move.to());
            return;
        }
        Set<Place> from = new HashSet<>(containers.places());
        from.remove(move.to());
        List<KeyName> next = store.keysIn(from, last, config.container().moves().keys());
        for (KeyName key : next) {
            try {
                QuarkusTransaction.requiringNew().run(() -> move(move, key, target.get()));
            } catch (ContainerUnavailableException e) {
                trouble(move, key + ": " + e.place() + " " + e.getMessage());
                return;
            } catch (UnfitKeyException e) {
                trouble(move, String.valueOf(e.getMessage()));
            }
            last = Optional.of(key);
        }
        if (next.isEmpty()) {
            last = Optional.empty();
        }
        long waiting = kept.eraseLeftovers();
        if (waiting == 0 && store.end(move)) {
            LOG.infof("all keys are in %s now: move %s has ended", move.to(), move.id());
        }
    }

    private void trouble(KeyMove move, String what) {
        LOG.warnf("move %s is held up: %s", move.id(), what);
        store.trouble(move.id(), what);
    }

    /** Under the lock of the ring: whatever another instance has done with the key is seen here. */
    private void move(KeyMove move, KeyName key, KeyContainer target) {
        if (rings.findForChange(key.ring()).isEmpty()) {
            return;
        }
        Optional<Place> from = keys.keptIn(key).filter(place -> !place.equals(target.place()));
        Optional<KeyContainer> source = from.flatMap(containers::at);
        if (from.isEmpty() || source.isEmpty()) {
            return;
        }
        byte[] wrapped =
                source.get()
                        .find(key)
                        .orElseThrow(() -> new UnfitKeyException(key + " is not in " + from.get()));
        target.keep(key, wrapped);
        boolean opens = target.find(key).map(back -> vault.keys().opens(key, back)).orElse(false);
        if (!opens) {
            throw new UnfitKeyException(
                    key
                            + " of "
                            + from.get()
                            + " does not open as "
                            + target.place()
                            + " keeps it");
        }
        keys.keepIn(key, target.place());
        store.moved(move.id());
        audit.append(
                new KeyMoved(
                        key.ring(),
                        key.version(),
                        from.get().name(),
                        target.place().name(),
                        move.startedBy()));
    }

    /** A key that stays where its row says, as it is not there or does not open. */
    private static final class UnfitKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnfitKeyException(String what) {
            super(what);
        }
    }
}
