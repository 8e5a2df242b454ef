package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyMoved;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.app.Instance.Settings;
import io.berth.keyvault.app.Instance.Shared;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.move.KeyMoves;
import io.berth.keyvault.container.Containers;
import io.berth.keyvault.container.KeepingConfig;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.container.KeyContainer;
import io.berth.keyvault.container.PostgresContainer;
import io.berth.keyvault.container.ldap.LdapContainer;
import io.berth.keyvault.container.ldap.LdapSettings;
import io.berth.keyvault.container.ldap.MemoryDirectory;
import io.berth.keyvault.container.local.LocalContainer;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyRefusal.KeyElsewhere;
import io.berth.keyvault.domain.MoveRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.keyvault.domain.move.KeyMove;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.MoveStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.UnsealAttempts;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.jobs.Jobs;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys move from one container to another while both nodes go on with their work. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class KeyMovesIT {
    private static final Principal ALICE = new Principal("alice");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MAX_STEPS = 1000;

    @Inject VaultStore vaultStore;
    @Inject UnsealAttempts attempts;
    @Inject ServiceConfig service;
    @Inject RingStore rings;
    @Inject KeyStore keys;
    @Inject AccessControl access;
    @Inject CensusStore census;
    @Inject AuditStore auditStore;
    @Inject MoveStore moves;
    @Inject KeptKeys kept;
    @Inject PostgresContainer postgres;
    @Inject Outbox outbox;
    @Inject KeyvaultMetrics metrics;
    @Inject Jobs jobs;
    @Inject KeepingConfig config;
    @Inject Sql sql;

    @TempDir Path temp;

    private final RingId ring = new RingId("moved-" + UUID.randomUUID());
    private final RingId other = new RingId("other-" + UUID.randomUUID());

    /** An instance, its containers, and what moves keys between them. */
    private record Node(Instance vault, KeyMoves moves) {}

    /** In mode LOCAL, with a folder of its own. */
    private Node node(String name) {
        Place here = Place.local(name);
        return node(
                List.of(postgres, new LocalContainer(here, temp.resolve(name).resolve("keys"))),
                here);
    }

    private Node node(List<KeyContainer> reached, Place newKeysIn) {
        Containers containers = new Containers(reached, newKeysIn);
        Shared shared =
                new Shared(
                                vaultStore,
                                attempts,
                                service,
                                rings,
                                keys,
                                kept,
                                access,
                                census,
                                auditStore,
                                outbox,
                                metrics,
                                jobs)
                        .keeping(new KeptKeys(rings, keys, containers, moves));
        Instance vault =
                new Instance(new Settings(RootKeyFolder.file(), UsePolicy.MAX_LIMIT), shared);
        return new Node(vault, vault.moves(moves, containers, config));
    }

    /** The vault of the other tests is where it was. */
    @AfterEach
    void forgetTheMoves() {
        sql.update("delete from key_move");
    }

    private static KeyMove done(Outcome<KeyMove> outcome) {
        return switch (outcome) {
            case Outcome.Done<KeyMove>(KeyMove move) -> move;
            case Outcome.Refused<KeyMove>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private KeyMove stepUntilDone(KeyMove move, Node... nodes) {
        for (int step = 0; step < MAX_STEPS; step++) {
            for (Node node : nodes) {
                node.moves().step();
            }
            KeyMove now = moves.find(move.id()).orElseThrow();
            if (now.state() == KeyMove.State.DONE) {
                return now;
            }
        }
        throw new AssertionError("does not end: " + moves.find(move.id()));
    }

    private Place keptIn(RingId of, int version) {
        return keys.keptIn(new KeyName(of, new KeyVersion(version))).orElseThrow();
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void inModeLocalAnotherNodeOpensNothingUntilTheKeysAreMoved() throws Exception {
        Node one = node("node-1");
        Node two = node("node-2");
        one.vault().makeRing(ring);
        Protected records = one.vault().protect(ring, 3);

        assertThat(two.vault().unprotect(ring, records))
                .hasSize(3)
                .allSatisfy(result -> {
                    assertThat(result.opening())
                            .isEqualTo(new Opening.Refused(UnprotectRefusal.KEPT_ELSEWHERE));
                    assertThat(result.why())
                            .isEqualTo(
                                    new KeyElsewhere(
                                            ring, KeyVersion.FIRST, Place.local("node-1")));
                });
        assertThat(two.vault().tryToProtect(ring))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new KeyElsewhere(ring, KeyVersion.FIRST, Place.local("node-1"))));
        assertThat(one.vault().opens(ring, records)).isEqualTo(3);

        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            KeyMove move = done(one.moves().move(Place.POSTGRES, ALICE));
            KeyMove ended = stepUntilDone(move, two, one);

            assertThat(ended.moved()).isEqualTo(move.toMove()).isPositive();
            assertThat(two.vault().opens(ring, records)).isEqualTo(3);
            assertThat(one.vault().opens(ring, two.vault().protect(ring, 2))).isEqualTo(2);
            assertThat(files(temp.resolve("node-1"))).isZero();
            assertThat(
                            audit.await(
                                            SOON,
                                            entry ->
                                                    entry.require() instanceof KeyMoved moved
                                                            && moved.ring().equals(ring))
                                    .require())
                    .isEqualTo(
                            new KeyMoved(
                                    ring, KeyVersion.FIRST, "local:node-1", "postgres", ALICE));
        }
    }

    @Test
    void eachNodeMovesItsOwnKeysWhileBothGoOnWithTheirWork() throws Exception {
        Node one = node("node-1");
        Node two = node("node-2");
        one.vault().makeRing(ring);
        two.vault().makeRing(other);
        List<Protected> ofOne = rotated(one, ring);
        List<Protected> ofTwo = rotated(two, other);

        AtomicBoolean moving = new AtomicBoolean(true);
        try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
            Future<Long> first = clients.submit(() -> work("node-1", ring, ofOne, moving));
            Future<Long> second = clients.submit(() -> work("node-2", other, ofTwo, moving));
            try {
                KeyMove move = done(one.moves().move(Place.POSTGRES, ALICE));
                two.vault().rotate(other);
                assertThat(keptIn(other, ofTwo.size() + 1)).isEqualTo(Place.POSTGRES);

                one.moves().step();
                assertThat(done(one.moves().find(move.id())).left())
                        .containsKey(Place.local("node-2"));
                stepUntilDone(move, node("node-1"), node("node-2"));
            } finally {
                moving.set(false);
            }
            assertThat(first.get()).isPositive();
            assertThat(second.get()).isPositive();
        }

        Node third = node("node-3");
        for (Protected records : ofOne) {
            assertThat(third.vault().opens(ring, records)).isEqualTo(1);
        }
        for (Protected records : ofTwo) {
            assertThat(third.vault().opens(other, records)).isEqualTo(1);
        }
        assertThat(files(temp.resolve("node-1")) + files(temp.resolve("node-2"))).isZero();
    }

    private static List<Protected> rotated(Node node, RingId of) {
        List<Protected> records = new ArrayList<>();
        for (int version = 1; version <= 20; version++) {
            records.add(node.vault().protect(of, 1));
            if (version < 20) {
                node.vault().rotate(of);
            }
        }
        return records;
    }

    /** Opens each record and protects another, with instances that hold no key yet. */
    private long work(String name, RingId of, List<Protected> records, AtomicBoolean moving) {
        long calls = 0;
        do {
            Node fresh = node(name);
            for (Protected record : records) {
                assertThat(fresh.vault().opens(of, record)).isEqualTo(1);
                calls++;
            }
            assertThat(fresh.vault().opens(of, fresh.vault().protect(of, 1))).isEqualTo(1);
        } while (moving.get());
        return calls;
    }

    @Test
    void aMoveToADirectoryThatGoesAwayIsHeldUpAndGoesOn() throws Exception {
        try (MemoryDirectory directory = new MemoryDirectory();
                LdapContainer ldap =
                        new LdapContainer(
                                LdapSettings.plain(
                                        directory.port(),
                                        LdapSettings.passwordFile(temp, MemoryDirectory.PASSWORD)),
                                LdapSettings.PATH,
                                () -> vaultStore.find().map(VaultRow::tenant))) {
            Node one = node(List.of(postgres, ldap), Place.POSTGRES);
            Node two = node(List.of(postgres, ldap), Place.POSTGRES);
            one.vault().makeRing(ring);
            Protected records = one.vault().protect(ring, 2);

            directory.server().shutDown(true);
            KeyMove move = done(one.moves().move(Place.LDAP, ALICE));
            one.moves().step();
            KeyMove heldUp = done(one.moves().find(move.id()));
            assertThat(heldUp.state()).isEqualTo(KeyMove.State.MOVING);
            assertThat(heldUp.trouble()).isNotNull();
            assertThat(two.vault().opens(ring, records)).isEqualTo(2);
            assertThat(two.moves().move(Place.POSTGRES, ALICE))
                    .isEqualTo(
                            new Outcome.Refused<>(
                                    new MoveRefusal.MoveRunning(move.id(), Place.LDAP)));

            directory.server().startListening();
            KeyMove ended = stepUntilDone(move, one, two);
            assertThat(ended.trouble()).isNull();
            assertThat(keptIn(ring, 1)).isEqualTo(Place.LDAP);
            assertThat(postgres.find(new KeyName(ring, KeyVersion.FIRST))).isEmpty();
            assertThat(directory.names())
                    .anySatisfy(name -> assertThat(name).contains("berthRing=" + ring));

            Node third = node(List.of(postgres, ldap), Place.POSTGRES);
            assertThat(third.vault().opens(ring, records)).isEqualTo(2);
            third.vault().rotate(ring);
            assertThat(keptIn(ring, 2)).isEqualTo(Place.LDAP);

            stepUntilDone(done(third.moves().move(Place.POSTGRES, ALICE)), third);
            assertThat(one.vault().opens(ring, records)).isEqualTo(2);
            assertThat(ldap.find(new KeyName(ring, KeyVersion.FIRST))).isEmpty();
        }
    }

    @Test
    void keysAreNotMovedToOneNodeNorWhereTheInstanceDoesNotReach() {
        Node one = node("node-1");

        assertThat(one.moves().move(Place.local("node-1"), ALICE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new MoveRefusal.PlaceNotShared(Place.local("node-1"))));
        assertThat(one.moves().move(Place.LDAP, ALICE))
                .isInstanceOf(Outcome.Refused.class)
                .extracting(refused -> ((Outcome.Refused<?>) refused).refusal())
                .isInstanceOf(MoveRefusal.PlaceNotReached.class);
    }

    @Test
    void aKeyThatIsNotWhereItsRowSaysIsToldAndHoldsNoOtherUp() throws Exception {
        Node one = node("node-1");
        one.vault().makeRing(ring);
        one.vault().makeRing(other);
        Path lost = temp.resolve("node-1/keys").resolve(ring.value()).resolve("1.key");
        Path aside = Files.move(lost, temp.resolve("aside"));

        KeyMove move = done(one.moves().move(Place.POSTGRES, ALICE));
        one.moves().step();
        KeyMove heldUp = done(one.moves().find(move.id()));
        assertThat(heldUp.trouble())
                .isNotNull()
                .extracting(KeyMove.Trouble::what)
                .asString()
                .contains("key 1 of ring " + ring);
        assertThat(keptIn(other, 1)).isEqualTo(Place.POSTGRES);

        Files.move(aside, lost);
        stepUntilDone(move, one);
        assertThat(keptIn(ring, 1)).isEqualTo(Place.POSTGRES);
    }
}
