package io.berth.keyvault.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.KeptKeys.Kept;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.MoveStore;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows and bytes stay together, with a container that takes no part in transactions. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class KeptKeysIT {
    private static final byte[] WRAPPED = "wrapped".getBytes(StandardCharsets.UTF_8);

    @Inject RingStore rings;
    @Inject KeyStore keys;
    @Inject MoveStore moves;
    @Inject PostgresContainer postgres;
    @Inject Sql sql;

    private final Node node = new Node();
    private final KeyName key =
            new KeyName(new RingId("kept-" + UUID.randomUUID()), KeyVersion.FIRST);

    /** A container that can be away. Its place is a node's that no other instance reaches. */
    private static final class Node implements KeyContainer {
        private final Map<KeyName, byte[]> kept = new HashMap<>();
        private final Place place = Place.local("n-" + UUID.randomUUID());
        private boolean away;
        private Runnable beforeFind = () -> {};

        @Override
        public Place place() {
            return place;
        }

        private void reach() {
            if (away) {
                throw new ContainerUnavailableException(place, "no answer", null);
            }
        }

        @Override
        public void keep(KeyName name, byte[] wrapped) {
            reach();
            kept.put(name, wrapped);
        }

        @Override
        public Optional<byte[]> find(KeyName name) {
            reach();
            beforeFind.run();
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void erase(KeyName name) {
            reach();
            kept.remove(name);
        }
    }

    /** Keys that no root key opens are not left for other tests of this database. */
    @AfterEach
    void removeRing() {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    String ring = key.ring().value();
                    sql.update("delete from key_to_erase where ring = ?", ring);
                    sql.update("delete from key_object where ring = ?", ring);
                    sql.update("delete from ring_key where ring = ?", ring);
                    sql.update("delete from ring where id = ?", ring);
                });
    }

    private KeptKeys with(KeyContainer... reached) {
        return new KeptKeys(
                rings, keys, new Containers(List.of(reached), reached[0].place()), moves);
    }

    private void makeRing() {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    rings.holdSetup();
                    rings.insert(
                            new Ring(key.ring(), key.version(), List.of(new Principal("x"))),
                            with(node, postgres).keep(key, WRAPPED));
                });
    }

    private void move(KeyContainer to) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    assertThat(rings.findForChange(key.ring())).isPresent();
                    to.keep(key, WRAPPED);
                    keys.keepIn(key, to.place());
                });
    }

    private static void assertFound(Kept kept) {
        assertThat(kept)
                .isInstanceOfSatisfying(
                        Kept.Wrapped.class, found -> assertThat(found.bytes()).isEqualTo(WRAPPED));
    }

    @Test
    void whoDoesNotReachTheContainerIsToldWhereTheKeyIs() {
        makeRing();

        assertFound(with(node, postgres).find(key));
        assertThat(with(postgres).find(key)).isEqualTo(new Kept.Elsewhere(node.place()));
        assertThat(with(node).find(new KeyName(key.ring(), key.version().next())))
                .isEqualTo(new Kept.Missing());
    }

    @Test
    void aContainerThatIsAwayIsNotAKeyThatIsMissing() {
        makeRing();
        node.away = true;

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> with(node).find(key))
                .satisfies(e -> assertThat(e.place()).isEqualTo(node.place()));
    }

    @Test
    void aKeyThatIsMovedWhileItIsReadIsReadWhereItIsNow() {
        makeRing();
        node.beforeFind =
                () -> {
                    node.beforeFind = () -> {};
                    move(postgres);
                    with(node, postgres).eraseLeftovers();
                };

        assertFound(with(node, postgres).find(key));
        assertThat(node.kept).isEmpty();
    }

    @Test
    void whatADestroyedKeyLeavesIsErasedOnceTheContainerIsBack() {
        makeRing();
        KeyLife life = keys.find(key.ring(), key.version()).orElseThrow();
        QuarkusTransaction.requiringNew().run(() -> keys.save(destroyed(life)));
        node.away = true;

        assertThat(with(node).eraseLeftovers()).isPositive();
        assertThat(node.kept).containsOnlyKeys(key);
        assertThat(with(postgres).eraseLeftovers()).isPositive();

        node.away = false;
        with(node).eraseLeftovers();
        assertThat(node.kept).isEmpty();
        assertThat(keys.leftovers(List.of(node.place()), 1)).isEmpty();
        assertThat(with(node).find(key)).isEqualTo(new Kept.Missing());
    }

    private static KeyLife destroyed(KeyLife life) {
        return new KeyLife(
                life.ring(),
                life.version(),
                KeyState.DESTROYED,
                life.createdAt(),
                null,
                life.since(),
                null,
                null,
                true,
                0);
    }

    @Test
    void aKeyThatCameBackIsNotErasedForItsFirstMove() {
        makeRing();
        node.away = false;
        move(postgres);
        move(node);

        with(node, postgres).eraseLeftovers();

        assertFound(with(node, postgres).find(key));
        assertThat(postgres.find(key)).isEmpty();
    }
}
