package io.berth.keyvault.container;

import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.KeyStore.Leftover;
import io.berth.keyvault.store.MoveStore;
import io.berth.keyvault.store.RingStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Wrapped keys, wherever they are kept: brings rows and containers together.
 *
 * <p>The row of a key says where its bytes are ({@code kept_in}). It is committed after the bytes
 * are kept, and changed before they are erased; what is still to be erased stands in {@code
 * key_to_erase} until it is. So there is no moment at which a row names bytes that are not there,
 * whenever an instance dies.
 */
@ApplicationScoped
public class KeptKeys {
    private static final Logger LOG = Logger.getLogger(KeptKeys.class);

    /** A key that was moved while it was read is read again; twice in one call is a wrong row. */
    private static final int MAX_READS = 3;

    /** Keys that are erased in one round; what is left waits for the next. */
    private static final int MAX_ERASED = 100;

    private final RingStore rings;
    private final KeyStore keys;
    private final Containers containers;
    private final MoveStore moves;

    /** Reads these rows and containers. */
    public KeptKeys(RingStore rings, KeyStore keys, Containers containers, MoveStore moves) {
        this.rings = rings;
        this.keys = keys;
        this.containers = containers;
        this.moves = moves;
    }

    /** What is known of the bytes of a key. */
    public sealed interface Kept {
        /** They are here. */
        record Wrapped(byte[] bytes) implements Kept {}

        /** They are in a container that this instance does not reach. */
        record Elsewhere(Place place) implements Kept {}

        /** The key has no row, is destroyed, or its bytes are not where the row says. */
        record Missing() implements Kept {}
    }

    /**
     * Keeps the bytes of a new key where new keys go. The caller holds the lock of the ring, and
     * saves the key's row with the answer.
     *
     * @throws ContainerUnavailableException when the container does not answer; nothing is to be
     *     saved then
     */
    public Place keep(KeyName key, byte[] wrapped) {
        KeyContainer container = forNewKeys();
        container.keep(key, wrapped);
        return container.place();
    }

    /** Where keys were moved to, or else where the settings say. */
    private KeyContainer forNewKeys() {
        Optional<Place> moved = moves.shareTarget();
        return moved.isEmpty()
                ? containers.forNewKeys()
                : containers
                        .at(moved.get())
                        .orElseThrow(() ->
                                new ContainerUnavailableException(
                                        moved.get(),
                                        "keys were moved there, but this instance does not reach"
                                                + " it; its settings lack the container",
                                        null));
    }

    /**
     * The bytes of a key, read now.
     *
     * @throws ContainerUnavailableException when their container does not answer
     */
    public Kept find(KeyName key) {
        Optional<Place> place = keys.keptIn(key);
        for (int read = 0; read < MAX_READS && place.isPresent(); read++) {
            Optional<KeyContainer> container = containers.at(place.get());
            if (container.isEmpty()) {
                return new Kept.Elsewhere(place.get());
            }
            Optional<byte[]> wrapped = container.get().find(key);
            if (wrapped.isPresent()) {
                return new Kept.Wrapped(wrapped.get());
            }
            Optional<Place> now = keys.keptIn(key);
            if (now.equals(place)) {
                return new Kept.Missing();
            }
            place = now;
        }
        return new Kept.Missing();
    }

    /**
     * Erases what is still to be erased in the containers that this instance reaches. A container
     * that does not answer is tried again at the next call.
     *
     * @return how many wait, in all containers
     */
    public long eraseLeftovers() {
        Set<Place> away = new HashSet<>();
        for (Leftover leftover : keys.leftovers(containers.places(), MAX_ERASED)) {
            if (away.contains(leftover.place())) {
                continue;
            }
            try {
                QuarkusTransaction.requiringNew().run(() -> erase(leftover));
            } catch (ContainerUnavailableException e) {
                away.add(e.place());
                LOG.warnf(
                        "%s is not erased in %s yet: %s",
                        leftover.key(), leftover.place(), e.getMessage());
            }
        }
        return keys.countLeftovers();
    }

    /** Under the lock of the ring, so that the key is not moved back there at the same time. */
    private void erase(Leftover leftover) {
        KeyName key = leftover.key();
        boolean _ = rings.findForChange(key.ring()).isPresent();
        Place place = leftover.place();
        if (keys.keptIn(key).filter(place::equals).isEmpty()) {
            containers.at(place).ifPresent(container -> container.erase(key));
        }
        keys.forgetLeftover(leftover);
    }
}
